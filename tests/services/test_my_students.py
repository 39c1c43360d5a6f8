"""The first page tells who changed and why, whose day is near, and only of one's own students."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import Outcome, OutcomeChange
from careercraft.privacy.access import Actor
from careercraft.services import outcomes, plan_actions
from careercraft.services.context import Desk
from careercraft.services.my_students import MyStudents, my_students
from careercraft.services.outcome_causes import in_words
from careercraft.services.plan_actions import Wanted
from careercraft.services.students import pages as student_pages
from careercraft.services.testing import days as testing_days
from careercraft.services.testing.days import Wanted as SittingWanted
from tests.conftest import MOMENT
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, seniors, state_id
from tests.services.records.office import Office, opened
from tests.services.uploads import applied, sat, silent


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def seen(desk: Desk) -> MyStudents:
    found = my_students(desk, CLASS)
    assert found is not None
    return found


def rosa_retakes(desk: Desk, district: SmallDistrict) -> UUID:
    desk = desk._replace(now=MOMENT + timedelta(minutes=1))
    score = {"state_id": state_id("Rosa"), "date": "2026-03-14", "ebrw": 500, "math": 530}
    batch = applied(desk, sat([score]))
    outcomes.recompute_campus(desk, district.north.id, silent)
    return batch


def test_a_first_judgement_is_no_change(desk: Desk, ids: dict[str, UUID]) -> None:
    assert desk.session.scalars(select(OutcomeChange)).all() == []
    assert seen(desk).changes == ()


def test_a_new_score_is_told_with_what_it_changed(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    rosa_retakes(desk, district)
    (change,) = seen(desk).changes
    assert change.student_id == ids["Rosa"]
    assert change.what == "Not met before, now met"
    assert change.because == "new records: SAT"
    stored = desk.session.scalars(select(OutcomeChange)).one()
    assert stored.indicators["tsi.math"] == ["not_met", "met"]


def test_judging_again_without_news_tells_nothing_more(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    rosa_retakes(desk, district)
    outcomes.recompute_campus(desk, district.north.id, silent)
    assert len(desk.session.scalars(select(OutcomeChange)).all()) == 1


def test_other_rules_are_told_as_the_cause(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    stored = desk.session.scalars(select(Outcome).where(Outcome.student_id == ids["Rosa"])).one()
    stored.rules_fingerprint, stored.state = "of other rules", "met"
    desk.session.commit()
    outcomes.recompute_campus(desk, district.north.id, silent)
    (change,) = seen(desk).changes
    assert (change.what, change.because) == ("Met before, now not met", "a changed rule")


def test_changes_before_the_last_visit_are_old_news(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    rosa_retakes(desk, district)
    assert seen(desk._replace(now=MOMENT + timedelta(days=13))).changed == 1
    assert seen(desk._replace(now=MOMENT + timedelta(days=15))).changed == 0


def test_somebody_of_another_campus_is_not_told(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    score = {"state_id": state_id("Dee"), "date": "2026-03-14", "ebrw": 480, "math": 600}
    applied(desk, sat([score]))
    outcomes.recompute_campus(desk, district.south.id, silent)
    assert seen(desk).changed == 1
    assert seen(desk._replace(actor=district.counselor)).changed == 0


def test_an_auditor_has_no_students(desk: Desk, district: SmallDistrict) -> None:
    assert my_students(desk._replace(actor=district.auditor), CLASS) is None


@pytest.mark.parametrize(("days", "expected"), [(13, 1), (14, 1), (15, 0)])
def test_an_own_action_is_due_within_fourteen_days(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID], days: int, expected: int
) -> None:
    counselor = desk._replace(actor=district.counselor)
    on = MOMENT.date() + timedelta(days=days)
    owner = district.counselor.user_id
    assert owner is not None
    plan_actions.add(counselor, ids["Rosa"], Wanted("Retake", "tsi", owner, on))
    found = seen(counselor)
    assert (found.due, found.overdue) == (expected, 0)
    assert seen(desk).due == 0


# Amendments


def amended_rosa(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk], rosa: dict[str, object]
) -> Office:
    """Rosa's math score is amended on request, which opens the gate."""
    office = opened(district, desk_of, rosa)
    outcomes.recompute_campus(office.director, district.north.id, silent)
    office = office.later(1)
    office.grant("parts.math", "560")
    outcomes.recompute_campus(office.director, district.north.id, silent)
    return office


def test_an_amendment_is_told_apart_from_a_new_score(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk], rosa: dict[str, object]
) -> None:
    office = amended_rosa(district, desk_of, rosa)
    (change,) = seen(office.director).changes
    assert change.because == "a record amended on request"


def test_campus_staff_are_told_of_an_amendment_until_they_open_the_student(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk], rosa: dict[str, object]
) -> None:
    office = amended_rosa(district, desk_of, rosa)
    counselor = desk_of(district.counselor)._replace(now=office.officer.now + timedelta(hours=1))
    (notice,) = seen(counselor).amended
    assert (notice.student_id, len(notice.labels)) == (office.student_id, 1)
    assert "510" not in str(notice)
    view = student_pages.view(counselor, office.student_id)
    assert len(view.just_amended) == 1
    assert seen(counselor).amended == ()
    assert len(seen(office.director._replace(now=counselor.now)).amended) == 1


@pytest.mark.parametrize(("days", "told"), [(29, 1), (31, 0)])
def test_an_amendment_is_announced_for_a_month(
    district: SmallDistrict,
    desk_of: Callable[[Actor], Desk],
    rosa: dict[str, object],
    days: int,
    told: int,
) -> None:
    office = amended_rosa(district, desk_of, rosa)
    later = desk_of(district.counselor)._replace(now=office.officer.now + timedelta(days=days))
    assert len(seen(later).amended) == told


@pytest.mark.parametrize(
    ("because", "causes", "words"),
    [
        ("facts", {}, "what is loaded or declared"),
        ("facts", {"roster": True}, "a changed roster"),
        ("facts", {"gone": ["ibc"]}, "records taken back: Industry-based certifications"),
        ("rules", {}, "a changed rule"),
        ("both", {"new": ["SAT", "ACT"]}, "new records: SAT and ACT and a changed rule"),
    ],
)
def test_a_cause_reads_as_a_sentence(because: str, causes: dict[str, Any], words: str) -> None:
    assert in_words(because, causes) == words


@pytest.mark.parametrize(("days_ahead", "told"), [(-1, 0), (0, 1), (1, 1)])
def test_a_testing_day_stands_there_until_it_is_over(
    desk: Desk, district: SmallDistrict, days_ahead: int, told: int
) -> None:
    on = MOMENT.date() + timedelta(days=days_ahead)
    testing_days.make(desk, SittingWanted(district.north.id, "SAT", "both", on, (CLASS,)))
    found = seen(desk).sittings
    assert [(one.on, one.campus_name, one.on_list) for one in found] == [
        (on, "North High School", 0)
    ] * told
    assert my_students(desk._replace(actor=district.principal), CLASS) is not None
