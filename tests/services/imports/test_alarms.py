"""What is unusual about a file beside the files before it, and whose word lets it through."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.models import AuditEvent, ImportBatch
from careercraft.services import imports
from careercraft.services.context import Desk
from careercraft.services.imports.alarms import FEWEST_ROWS_COMPARED, LONG_AGO
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import applied, roster, sat, staged

DAY = "2026-10-03"


@pytest.fixture
def crowd(desk: Desk, district: SmallDistrict) -> int:
    """As many students as are compared."""
    for n in range(FEWEST_ROWS_COMPARED):
        add_student(desk.session, desk.keys, district.north, state_unique_id=f"98000000{n:02d}")
    desk.session.commit()
    return FEWEST_ROWS_COMPARED


def scores(number: int, day: str = DAY, math: int = 510) -> list[dict[str, object]]:
    return [
        {"state_id": f"98000000{n:02d}", "date": day, "ebrw": 500, "math": math, "locator": str(n)}
        for n in range(number)
    ]


def warned(desk: Desk, batch_id: UUID) -> set[str]:
    counts = desk.session.get_one(ImportBatch, batch_id).counts
    return {each["code"] for each in counts["warnings"]}


@pytest.mark.parametrize(("rows", "alarmed"), [(4, True), (5, False), (6, False)])
def test_fewer_than_half_the_rows_of_the_last_file_is_an_alarm(
    desk: Desk, crowd: int, rows: int, alarmed: bool
) -> None:
    applied(desk, sat(scores(crowd)))
    assert ("fewer_rows" in warned(desk, staged(desk, sat(scores(rows))))) is alarmed


def test_a_short_file_before_it_is_no_measure(desk: Desk, crowd: int) -> None:
    applied(desk, sat(scores(crowd - 1)))
    assert "fewer_rows" not in warned(desk, staged(desk, sat(scores(1))))


def test_a_file_that_was_undone_is_no_measure(desk: Desk, crowd: int) -> None:
    batch_id = applied(desk, sat(scores(crowd)))
    imports.ask_to_undo(desk, batch_id)
    imports.undo(desk, batch_id, lambda _done, _total: None)
    assert "fewer_rows" not in warned(desk, staged(desk, sat(scores(1))))


@pytest.mark.parametrize(
    ("day", "alarmed"), [("2026-10-02", True), ("2026-10-03", False), ("2026-10-04", False)]
)
def test_a_file_that_ends_before_the_last_one_is_an_alarm(
    desk: Desk, crowd: int, day: str, alarmed: bool
) -> None:
    applied(desk, sat(scores(crowd)))
    assert ("older_than_loaded" in warned(desk, staged(desk, sat(scores(crowd, day))))) is alarmed


@pytest.mark.parametrize(("days", "alarmed"), [(-1, False), (0, False), (1, True)])
def test_a_file_of_long_ago_is_an_alarm(desk: Desk, crowd: int, days: int, alarmed: bool) -> None:
    day = desk.now.astimezone(TEXAS).date() - LONG_AGO - timedelta(days=days)
    assert ("long_ago" in warned(desk, staged(desk, sat(scores(crowd, str(day)))))) is alarmed


@pytest.mark.parametrize(("wrong", "alarmed"), [(3, False), (4, True)])
def test_scores_out_of_their_range_are_an_alarm(
    desk: Desk, crowd: int, wrong: int, alarmed: bool
) -> None:
    rows = scores(wrong, math=900) + scores(crowd)[wrong:]
    assert ("many_out_of_range" in warned(desk, staged(desk, sat(rows)))) is alarmed


def test_the_roster_of_another_district_is_an_alarm(desk: Desk, district: SmallDistrict) -> None:
    rows = [
        {"local_id": str(n), "last_name": "Vela", "first_name": "Iris", "grade": "11",
         "campus_id": "001902001"}
        for n in range(4)
    ]  # fmt: skip
    assert "many_elsewhere" in warned(desk, staged(desk, roster(rows)))


def test_an_unusual_file_needs_a_word_and_a_reason(desk: Desk, crowd: int) -> None:
    applied(desk, sat(scores(crowd)))
    batch_id = staged(desk, sat(scores(4)))
    for said in ({}, {"confirmed": True}, {"confirmed": True, "reason": "  "}, {"reason": "Ok."}):
        with pytest.raises(imports.NeedsConfirmation) as asked:
            imports.ask_to_apply(desk, batch_id, **said)  # type: ignore[arg-type]
        assert "4 of 10" in asked.value.sentences[0]


def test_who_let_it_through_and_why_is_kept(desk: Desk, crowd: int) -> None:
    applied(desk, sat(scores(crowd)))
    batch_id = staged(desk, sat(scores(4)))
    imports.ask_to_apply(desk, batch_id, confirmed=True, reason="Retest of Ms. Quill's class")
    page = imports.batch(desk, batch_id)
    assert page.confirmation == "Retest of Ms. Quill's class"
    assert page.confirmed_by == "District Director"
    newest = select(AuditEvent).where(AuditEvent.action == "import:confirmed")
    found = desk.session.scalars(newest).one()
    assert found.details == {"warnings": 1}
    assert "Quill" not in str(found.reason)


def test_a_usual_file_needs_no_word(desk: Desk, crowd: int) -> None:
    batch_id = staged(desk, sat(scores(crowd)))
    imports.ask_to_apply(desk, batch_id)
    assert imports.batch(desk, batch_id).confirmation is None
