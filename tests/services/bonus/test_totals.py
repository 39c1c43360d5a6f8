"""A report's figures: kept as they are, and by which rounding they come about."""

from __future__ import annotations

import pytest

from careercraft.privacy.access import NotFound
from careercraft.services.bonus.graduates import ECONOMIC, OTHER, SPECIAL
from careercraft.services.bonus.totals import (
    BadTotals,
    Figures,
    enter,
    reproduced,
    totals,
    withdraw,
)
from careercraft.services.context import Desk

CLASS = 2024
DOCUMENT = "Final Annual Graduates CCMR OB, May 15, 2026"


@pytest.mark.parametrize(
    ("graduates", "met", "above", "fits"),
    [
        (473, 120, 67, ("ceil",)),  # 52.03: up to 53
        (473, 120, 68, ("floor", "half_up")),
        (100, 20, 9, ("ceil", "floor", "half_up")),  # 11 whatever the way
        (105, 20, 8, ("ceil", "half_up")),  # 11.55
        (105, 20, 9, ("floor",)),
        (473, 120, 66, ()),
        (473, 52, 0, ("ceil", "floor", "half_up")),
        (473, 53, 0, ("ceil",)),
    ],
)
def test_the_ways_of_rounding_that_give_the_states_number(
    graduates: int, met: int, above: int, fits: tuple[str, ...]
) -> None:
    row = reproduced(CLASS, ECONOMIC, Figures(graduates, met, above))
    assert (row.tested, row.fits) == (True, fits)


@pytest.mark.parametrize("masked", ["graduates", "met", "above"])
def test_a_masked_figure_is_never_a_zero(masked: str) -> None:
    row = reproduced(CLASS, ECONOMIC, Figures(473, 120, 67)._replace(**{masked: None}))
    assert (row.tested, row.above_by_mode) == (False, {})


def test_what_was_typed_in_comes_back_with_what_it_settles(desk: Desk) -> None:
    given = {
        f"{ECONOMIC}.graduates": "473",
        f"{ECONOMIC}.met": "120",
        f"{ECONOMIC}.above": "67",
        f"{ECONOMIC}.dollars": "$335,000",
        f"{OTHER}.graduates": "100",
        f"{OTHER}.met": "30",
        f"{OTHER}.above": "6",
    }
    enter(desk, CLASS, "final", DOCUMENT, given)
    (report,) = totals(desk, CLASS)
    assert (report.document, report.entered_by) == (DOCUMENT, "District Director")
    assert report.groups[0].theirs == Figures(473, 120, 67, 335000)
    assert report.groups[2].theirs == Figures()
    assert (report.settles, report.fits) == (True, ("ceil",))


def test_a_report_that_every_way_reproduces_settles_nothing(desk: Desk) -> None:
    enter(desk, CLASS, "final", DOCUMENT, {f"{SPECIAL}.graduates": "40"})
    assert not totals(desk, CLASS)[0].settles


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (f"{ECONOMIC}.graduates", "many"),
        (f"{ECONOMIC}.graduates", "-1"),
        (f"{ECONOMIC}.graduates", "12.5"),
        (f"{ECONOMIC}.met", "474"),
        (f"{ECONOMIC}.above", "121"),
    ],
)
def test_a_figure_that_cannot_be_is_told_beside_its_field(
    desk: Desk, field: str, value: str
) -> None:
    given = {f"{ECONOMIC}.graduates": "473", f"{ECONOMIC}.met": "120", field: value}
    with pytest.raises(BadTotals) as refused:
        enter(desk, CLASS, "final", DOCUMENT, given)
    assert list(refused.value.mistakes) == [field]
    assert totals(desk, CLASS) == []


@pytest.mark.parametrize(
    ("edition", "document", "field"),
    [("last", DOCUMENT, "edition"), ("final", " ", "document"), ("final", DOCUMENT, "document")],
)
def test_a_report_has_a_name_an_edition_and_a_figure(
    desk: Desk, edition: str, document: str, field: str
) -> None:
    with pytest.raises(BadTotals) as refused:
        enter(desk, CLASS, edition, document, {})
    assert list(refused.value.mistakes) == [field]


def test_a_report_can_be_taken_back(desk: Desk) -> None:
    totals_id = enter(desk, CLASS, "final", DOCUMENT, {f"{ECONOMIC}.graduates": "473"})
    assert withdraw(desk, totals_id) == CLASS
    assert totals(desk, CLASS) == []
    withdraw(desk, totals_id)


def test_a_class_without_a_bonus_has_no_report(desk: Desk) -> None:
    with pytest.raises(NotFound):
        enter(desk, 2017, "final", DOCUMENT, {f"{ECONOMIC}.graduates": "1"})
