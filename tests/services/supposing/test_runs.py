"""What if of many students: asked for, worked out in the background, found again, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.filestore import FileStore
from careercraft.models import Task, WhatIfRun
from careercraft.privacy.access import Actor, NotFound
from careercraft.privacy.keys import MasterKey
from careercraft.services import nightly
from careercraft.services.context import Desk
from careercraft.services.imports import typed
from careercraft.services.rosters import RosterQuery, students_of
from careercraft.services.supposing import choices, runs
from careercraft.services.supposing.codes import Supposed, read
from careercraft.services.supposing.working_out import work_out
from careercraft.services.tasks import Cancelled
from tests.conftest import MOMENT
from tests.services.classroom import CLASS, Classroom, classroom, judge
from tests.services.uploads import silent

pytestmark = pytest.mark.database
TEN_MORE = (read("more~part~SAT.math~points~10"),)
ENLISTED = {"kind": "enlistment", "evidence": "peims", "earned_on": "2026-10-01"}
TWENTY_MORE = (read("more~part~SAT.math~points~20"),)


@pytest.fixture
def school(
    factory: sessionmaker[Session], master: MasterKey, file_store: FileStore
) -> Iterator[Classroom]:
    made = classroom(factory, master, file_store, MOMENT)
    yield made
    made.desk.session.close()


@pytest.fixture
def everybody(school: Classroom) -> frozenset[UUID]:
    return students_of(school.desk, RosterQuery(CLASS))


def asked(desk: Desk, ids: frozenset[UUID], supposed: tuple[Supposed, ...] = TEN_MORE) -> UUID:
    return runs.ask(desk, CLASS, ids, supposed, {"state": "not_met"})[0]


def test_what_is_kept_says_what_would_be_said_at_once(
    school: Classroom, everybody: frozenset[UUID]
) -> None:
    runs.work(school.desk, asked(school.desk, everybody), silent)
    found = runs.latest(school.desk, everybody, TEN_MORE)
    assert found is not None
    assert found.result == work_out(school.desk, CLASS, everybody, TEN_MORE)
    assert found.ready_at == MOMENT
    assert not found.outdated


def test_the_same_question_finds_its_run_and_another_one_none(
    school: Classroom, everybody: frozenset[UUID]
) -> None:
    run_id = asked(school.desk, everybody)
    waiting = runs.latest(school.desk, everybody, TEN_MORE)
    assert waiting is not None
    assert (waiting.id, waiting.at_work, waiting.result) == (run_id, True, None)
    assert runs.latest(school.desk, everybody, TWENTY_MORE) is None
    assert runs.latest(school.desk, everybody - {school.ids["Rosa"]}, TEN_MORE) is None


def test_a_run_is_its_askers_alone(
    school: Classroom, everybody: frozenset[UUID], desk_of: Callable[[Actor], Desk]
) -> None:
    run_id = asked(school.desk, everybody)
    counselor = desk_of(school.district.counselor)
    assert runs.latest(counselor, everybody, TEN_MORE) is None
    with pytest.raises(NotFound):
        runs.address_of(counselor, run_id)
    assert runs.address_of(school.desk, run_id) == (CLASS, {"state": "not_met"})
    with pytest.raises(NotFound):
        runs.address_of(school.desk, uuid4())


def test_work_that_is_stopped_keeps_nothing(school: Classroom, everybody: frozenset[UUID]) -> None:
    run_id = asked(school.desk, everybody)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        runs.work(school.desk, run_id, stop)
    school.desk.session.rollback()
    assert school.desk.session.get_one(WhatIfRun, run_id).result_sealed is None


def test_it_is_told_when_students_were_judged_anew_since(
    school: Classroom, everybody: frozenset[UUID]
) -> None:
    runs.work(school.desk, asked(school.desk, everybody), silent)
    later = school.desk._replace(now=MOMENT + timedelta(hours=1))
    typed.enter(later, school.ids["Rosa"], "careercraft_credentials", ENLISTED, "PEIMS")
    judge(later, school.district)
    found = runs.latest(school.desk, everybody, TEN_MORE)
    assert found is not None
    assert found.outdated


def test_a_choice_is_its_owners_alone_and_holds_no_name(
    school: Classroom, desk_of: Callable[[Actor], Desk]
) -> None:
    whom = frozenset({school.ids["Rosa"], school.ids["Bea"]})
    choice_id = choices.keep(school.desk, CLASS, whom)
    assert choices.students(school.desk, choice_id) == whom
    with pytest.raises(NotFound):
        choices.students(desk_of(school.district.counselor), choice_id)


def test_the_night_removes_what_nobody_works_with_any_more(
    school: Classroom, everybody: frozenset[UUID]
) -> None:
    run_id = asked(school.desk, everybody)
    choice_id = choices.keep(school.desk, CLASS, everybody)
    before = school.desk._replace(now=MOMENT + timedelta(days=choices.DAYS_KEPT))
    assert nightly.PIECES["what ifs"](before).said.startswith("0 what-ifs")
    after = school.desk._replace(now=MOMENT + timedelta(days=choices.DAYS_KEPT, seconds=1))
    assert nightly.PIECES["what ifs"](after).said.startswith("2 what-ifs")
    assert school.desk.session.get(WhatIfRun, run_id) is None
    with pytest.raises(NotFound):
        choices.students(school.desk, choice_id)
    assert school.desk.session.scalars(select(Task).where(Task.subject_id == run_id)).all()
