"""The planned actions on the printed plan, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from careercraft.documents.planned import LONGEST, MOST, PlannedAction, planned
from careercraft.documents.student_plan import page, render
from tests.documents.plans import FULLEST, NEAR, plan

RETAKE = PlannedAction("Retake the SAT", "Marisol Vega", date(2027, 3, 8))


@pytest.mark.parametrize(
    ("language", "heading", "due"),
    [("en", "Planned together", "Mar 8, 2027"), ("es", "Lo acordado", "8 mar 2027")],
)
def test_an_action_stands_with_who_and_by_when(language: str, heading: str, due: str) -> None:
    printed = page(plan(NEAR, planned=(RETAKE,)), language)
    assert f"<h2>{heading}</h2>" in printed
    assert f"<td>Marisol Vega</td><td>{due}</td>" in printed


def test_without_actions_there_is_no_heading() -> None:
    assert "Planned together" not in page(plan(NEAR), "en")


@pytest.mark.parametrize(
    ("number", "rest"),
    [
        (MOST, ""),
        (MOST + 1, "One more action is planned; the counselor has the list."),
        (MOST + 2, "2 more actions are planned; the counselor has the list."),
    ],
)
def test_what_does_not_fit_is_counted(number: int, rest: str) -> None:
    found = planned([RETAKE] * number, "en")
    assert (len(found.rows), found.rest) == (MOST, rest)


def test_long_words_are_cut_at_a_word_and_no_day_is_said() -> None:
    (row,) = planned([PlannedAction("word " * 60, "A", None)], "en").rows
    assert len(row.what) <= LONGEST
    assert row.what.endswith("word…")
    assert row.due == "no day set"


def test_the_fullest_plan_with_every_action_stays_two_pages() -> None:
    long = PlannedAction("Sit the TSIA2 " * 12, "Marisol Vega de la Garza", date(2027, 3, 8))
    for language in ("en", "es"):
        assert render(plan(FULLEST, planned=(long,) * 9), language).pages <= 2
