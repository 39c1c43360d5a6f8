"""What if, for a chosen set: who becomes met, by what, and how each campus would stand."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.filestore import FileStore
from careercraft.models import AuditEvent, Evidence, Outcome
from careercraft.privacy.events import Event
from careercraft.privacy.keys import MasterKey
from careercraft.services.rosters import RosterQuery, students_of
from careercraft.services.supposing import many
from careercraft.services.supposing.codes import read
from careercraft.services.supposing.working_out import work_out
from tests.conftest import MOMENT
from tests.services.classroom import CLASS, Classroom, classroom

pytestmark = pytest.mark.database
TEN_MORE = (read("more~part~SAT.math~points~10"),)


@pytest.fixture(scope="module")
def school(
    factory: sessionmaker[Session], master: MasterKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Classroom]:
    made = classroom(factory, master, FileStore(tmp_path_factory.mktemp("files")), MOMENT)
    yield made
    made.desk.session.close()


def everybody(school: Classroom) -> frozenset[UUID]:
    return students_of(school.desk, RosterQuery(CLASS))


def test_the_rate_of_a_campus_rises_by_those_who_become_met(school: Classroom) -> None:
    found = many.what_if(school.desk, CLASS, everybody(school), TEN_MORE)
    assert (found.whole.before, found.whole.after, found.whole.total) == (3, 4, 6)
    assert [row.name for row in found.rows if row.line.becomes_met] == ["Ibarra, Rosa"]
    assert found.rows[0].line.gained == ("TSI", "TSI math")
    assert [(one.label, one.before, one.after, one.total) for one in found.campuses] == [
        ("North High School", 2, 3, 3),
        ("South High School", 1, 1, 3),
    ]
    assert [(one.label, one.before, one.after) for one in found.indicators] == [
        ("TSI", 2, 3),
        ("TSI math", 3, 4),
    ]


def test_whoever_has_no_score_gets_no_points_and_is_counted(school: Classroom) -> None:
    found = many.what_if(school.desk, CLASS, everybody(school), TEN_MORE)
    lacking = sorted(row.name for row in found.rows if row.line.lacks_score)
    assert (found.lacking, lacking) == (2, ["Ortiz, Bea", "Pruitt, Cam"])


def test_only_the_chosen_are_supposed_of(school: Classroom) -> None:
    only = frozenset({school.ids["Dee"]})
    found = many.what_if(school.desk, CLASS, only, TEN_MORE)
    assert (found.total, found.whole.after) == (1, 0)
    assert [one.label for one in found.campuses] == ["South High School"]


def test_nothing_is_stored_but_that_it_was_looked_at(school: Classroom) -> None:
    desk = school.desk

    def stored() -> list[int]:
        counted = (select(func.count()).select_from(table) for table in (Evidence, Outcome))
        return [desk.session.execute(one).scalar_one() for one in counted]

    before = stored()
    many.what_if(desk, CLASS, everybody(school), TEN_MORE)
    assert stored() == before
    latest = select(AuditEvent.action).order_by(AuditEvent.number.desc())
    assert desk.session.scalars(latest.limit(1)).one() == Event.ROSTER_VIEWED.value


def test_the_file_says_what_is_supposed_and_lists_everybody(school: Classroom) -> None:
    file = many.export(
        school.desk, work_out(school.desk, CLASS, everybody(school), TEN_MORE), TEN_MORE, "csv"
    )
    text = file.content.decode("utf-8-sig")
    assert "SAT math: 10 points more than the best on file" in text
    assert "Supposed, not recorded." in text
    assert f"Accountability {CLASS + 1}" in text
    assert "3 of 6 now, 4 of 6 supposed" in text
    assert sum("High School" in line and line.count(",") > 8 for line in text.splitlines()) == 6
