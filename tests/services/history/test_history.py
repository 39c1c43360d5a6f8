"""A record as it stood when any day ended, and the line of time that leads to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from careercraft.services import imports, outcomes
from careercraft.services.context import Desk
from careercraft.services.history.page import Asked, History, end_of, history
from tests.conftest import MOMENT
from tests.seed import SmallDistrict
from tests.services.classroom import declare_the_rest_absent, ids_by_first_name
from tests.services.records.office import opened
from tests.services.uploads import SITTING, applied, roster, sat, silent

pytestmark = pytest.mark.database
TODAY = MOMENT.date()


class Weeks(NamedTuple):
    """A record that changed every seven days, and the day before each change."""

    desk: Desk
    student_id: UUID
    days: dict[str, date]
    undone_batch: UUID


@pytest.fixture
def weeks(desk: Desk, district: SmallDistrict, rosa: dict[str, object]) -> Weeks:
    """On file, then 520 in math, then 540 in its place, then a file that is undone a week later."""
    days: dict[str, date] = {}

    def on(name: str, weeks_ago: int) -> Desk:
        days[name] = TODAY - timedelta(weeks=weeks_ago)
        return desk._replace(now=MOMENT - timedelta(weeks=weeks_ago))

    first = on("roster", 5)
    applied(first, roster([rosa]))
    second = on("score", 4)
    applied(second, sat([SITTING | {"ebrw": 500, "math": 520}]))
    declare_the_rest_absent(second)
    outcomes.recompute_campus(second, district.north.id, silent)
    third = on("rescored", 3)
    applied(third, sat([SITTING | {"ebrw": 500, "math": 540}]))
    outcomes.recompute_campus(third, district.north.id, silent)
    other = applied(
        on("second sitting", 2),
        sat([SITTING | {"locator": "b", "date": "2026-03-14", "math": 700}]),
    )
    undoing = on("undone", 1)
    imports.ask_to_undo(undoing, other)
    imports.undo(undoing, other, silent)
    return Weeks(desk, ids_by_first_name(desk)["Rosa"], days, other)


def seen(weeks: Weeks, as_of: date, against: date = TODAY, kind: str = "") -> History:
    return history(weeks.desk, weeks.student_id, Asked(as_of, against, kind))


def math(found: History, when: tuple[str, ...]) -> list[str]:
    return [one.line.details for one in found.facts if one.when in when]


def test_the_day_of_a_change_has_it_and_the_day_before_has_not(weeks: Weeks) -> None:
    before = seen(weeks, weeks.days["rescored"] - timedelta(days=1))
    on = seen(weeks, weeks.days["rescored"])
    assert before.answers[0].before.state == "not_met"
    assert "10 points short of 530" in before.answers[0].before.because
    assert on.answers[0].before.state == "met"
    assert math(before, ("both", "gone")) == ["EBRW 500, math 520"]
    assert math(on, ("both", "gone")) == ["EBRW 500, math 540"]


def test_what_differs_between_two_days_is_told_with_both_sentences(weeks: Weeks) -> None:
    found = seen(weeks, weeks.days["score"], weeks.days["rescored"])
    changed = [(one.title, one.before.state, one.after.state) for one in found.changed[:2]]
    assert changed[1] == ("TSI: mathematics", "not_met", "met")
    assert math(found, ("since",)) == ["EBRW 500, math 540"]
    assert math(found, ("gone",)) == ["EBRW 500, math 520"]


def test_a_file_counts_only_until_it_is_undone(weeks: Weeks) -> None:
    during = seen(weeks, weeks.days["second sitting"])
    assert math(during, ("both",)) == ["EBRW 500, math 540"]
    assert math(during, ("gone",)) == ["EBRW 500, math 700"]
    assert not math(seen(weeks, weeks.days["undone"]), ("gone",))


def test_before_the_first_file_nothing_is_on_file(weeks: Weeks) -> None:
    found = seen(weeks, weeks.days["roster"] - timedelta(days=1))
    assert (found.answers, found.first.on_file) == (None, False)


def test_what_was_not_loaded_then_was_not_known_then(weeks: Weeks) -> None:
    found = seen(weeks, weeks.days["roster"])
    assert found.answers[0].before.state == "unknown"


def test_the_stored_state_of_the_roster_is_told_beside(weeks: Weeks) -> None:
    found = seen(weeks, weeks.days["score"], weeks.days["rescored"])
    assert (found.first.roster, found.second.roster) == ("Not met", "Met")


def test_the_line_of_time_says_what_when_by_what_and_by_whom(weeks: Weeks) -> None:
    told = [(one.at.date(), one.what, one.because) for one in seen(weeks, TODAY).events]
    days = weeks.days
    assert [one for one in told if "SAT" in one[1]][-1][0] == days["score"]
    assert (days["rescored"], "Not met before, now met", "By new records: SAT") in told
    assert any(what.startswith("Taken back with its file: SAT") for _, what, _ in told)
    assert told[-1] == (days["roster"], "Put on file", "")
    places = {one.place for one in seen(weeks, TODAY, kind="evidence").events}
    assert places >= {"sat.csv, line 2"}
    assert {one.by for one in seen(weeks, TODAY, kind="evidence").events} == {"District Director"}


def test_an_amended_value_is_shown_as_amended_on_every_day(
    district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]
) -> None:
    office = opened(district, desk_of, rosa)
    office.grant("parts.math", "560")
    desk = office.officer._replace(now=office.officer.now + timedelta(days=3))
    found = history(desk, office.student_id, Asked(MOMENT.date(), None))
    assert [one.line.details for one in found.facts] == ["EBRW 500, math 560"]
    assert "math 510" not in str(found)
    assert any(one.what.startswith("Amended on request: ") for one in found.events)


def test_a_day_ends_at_midnight_in_texas() -> None:
    assert end_of(date(2026, 11, 16)) == datetime(2026, 11, 17, 6, 0, tzinfo=UTC)
