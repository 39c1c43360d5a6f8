"""The first page tells who changed and why, whose day is near, and only of one's own students."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import Outcome, OutcomeChange
from careercraft.services import outcomes, plan_actions
from careercraft.services.context import Desk
from careercraft.services.my_students import MyStudents, my_students
from careercraft.services.plan_actions import Wanted
from tests.conftest import MOMENT
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, seniors, state_id
from tests.services.uploads import applied, sat, silent


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def seen(desk: Desk) -> MyStudents:
    found = my_students(desk, CLASS)
    assert found is not None
    return found


def rosa_retakes(desk: Desk, district: SmallDistrict) -> UUID:
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
    assert change.because == "new or corrected records"
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
