"""The pages of uploads: what each row brings, told in sentences, fifty to a page."""

from __future__ import annotations

import pytest

from careercraft.services import imports
from careercraft.services.context import Desk
from tests.services.uploads import (
    SITTING,
    STATE_ID,
    STRANGER,
    Row,
    applied,
    courses,
    roster,
    sat,
    staged,
)

pytestmark = pytest.mark.database


def test_the_history_lists_uploads_with_names_and_states(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa], "august.csv"))
    imports.upload(desk, [sat([SITTING], "fall.csv")])
    listed = {each.file_names: each.state for each in imports.history(desk, 1)}
    assert listed == {("august.csv",): "applied", ("fall.csv",): "waiting"}
    assert imports.history(desk, 2) == []


def test_a_row_page_tells_each_row_in_sentences(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    file = sat([SITTING, STRANGER, SITTING | {"math": 900}, SITTING], "sat.csv")
    found, stranger, bad, again = imports.rows(desk, staged(desk, file), None, 1).rows
    assert (found.outcome, found.rung, found.student) == (
        "create",
        "state ID",
        "Ibarra, Rosa, grade 12",
    )
    assert found.effects == ("New: SAT on Oct 4, 2025: EBRW 500, math 510.",)
    assert (stranger.outcome, stranger.person) == ("unmatched", "9999999999")
    assert stranger.problems[0].startswith("Line 3: No student of this district has this ID")
    (problem,) = bad.problems
    assert problem == (
        "Line 4, column LATEST_SAT_MATH_SECTION: “900” could not be used. Expected: A whole "
        "number from 200 to 800 in steps of 10. Correct the cell in the source system or in the "
        "file and upload it again."
    )
    assert again.effects == (
        "Stands in an earlier row too and counts once: SAT on Oct 4, 2025: EBRW 500, math 510.",
    )


def test_a_changed_row_tells_old_and_new(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    applied(desk, sat([SITTING]))
    changed = roster([rosa | {"last_name": "Luna", "special_education": "Y"}])
    (row,) = imports.rows(desk, staged(desk, changed), "change", 1).rows
    assert row.effects == (
        "Last name: “Ibarra” becomes “Luna”.",
        "Special education: not given becomes yes.",
    )
    (score,) = imports.rows(desk, staged(desk, sat([SITTING | {"math": 600}])), None, 1).rows
    (effect,) = score.effects
    assert effect == (
        "Changed: SAT on Oct 4, 2025: EBRW 500, math 600. "
        "It was: SAT on Oct 4, 2025: EBRW 500, math 510."
    )


def test_a_course_is_told_in_the_words_of_the_field(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    course = {
        "state_unique_id": STATE_ID,
        "course_kind": "dual_credit",
        "subject": "ela",
        "hours": "3",
        "passed": "Y",
        "ended_on": "2025-12-18",
    }
    (row,) = imports.rows(desk, staged(desk, courses([course])), None, 1).rows
    assert row.effects == ("New: Dual credit on Dec 18, 2025: ELA, 3 hours, passed.",)


@pytest.mark.parametrize(("rows", "pages"), [(49, 1), (50, 1), (51, 2)])
def test_rows_come_fifty_to_a_page(desk: Desk, rows: int, pages: int) -> None:
    batch_id = staged(desk, sat([STRANGER | {"locator": n} for n in range(rows)]))
    first = imports.rows(desk, batch_id, "unmatched", 1)
    last = imports.rows(desk, batch_id, "unmatched", 99)
    assert (first.pages, first.total, len(first.rows)) == (pages, rows, min(rows, 50))
    assert (last.page, len(last.rows)) == (pages, rows - 50 * (pages - 1))
    assert imports.rows(desk, batch_id, "create", 1).rows == ()
