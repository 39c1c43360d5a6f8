"""The board's page on paper: one page, tagged, black, and nothing on it but what it was given."""

from __future__ import annotations

import pytest

from careercraft.documents.bonus_summary import (
    Amount,
    Footnote,
    GroupOnPaper,
    SummaryInput,
    render,
)
from tests.documents import reading

GROUPS = tuple(
    GroupOnPaper(title, "148 of 312 (47%)", "11% (35)", "113", "$5,000", "$565,000", "$600,000")
    for title in (
        "Economically disadvantaged",
        "Not economically disadvantaged",
        "Special education",
    )
)
TOLD = SummaryInput(
    district_name="Llano Verde ISD",
    class_of=2027,
    paid_in="2028-29",
    printed_on="Nov 16, 2026",
    data_through="Nov 3, 2026",
    estimate=True,
    amounts=(
        Amount("Earned so far", "$1,695,000", "by the records on file"),
        Amount("Projected", "$1,800,000", "with the enrollment rate named below"),
        Amount("Still on the table", "$99,000", "more, if everyone takes the step"),
    ),
    everyone="296 of 624 (47%)",
    groups=GROUPS,
    hidden_note="",
    spending="At least 55 percent is to be spent on readiness.",
    footnotes=(Footnote("Rounding", "The threshold count is rounded up.", "Assumption."),),
)
LONG = TOLD._replace(
    hidden_note="Not shown: figures of fewer than 10 students, and what would give them away.",
    footnotes=tuple(
        Footnote(
            f"Assumption {n}", "A sentence that runs over the line, as they do. " * 3, "Assumed."
        )
        for n in range(3)
    ),
)


@pytest.mark.parametrize("told", [TOLD, LONG], ids=["usual", "long"])
def test_it_is_one_page_however_much_is_assumed(told: SummaryInput) -> None:
    assert render(told).pages == 1


def test_it_says_what_it_was_given_with_date_and_standing() -> None:
    words = reading.words_of(render(TOLD).content)
    for said in (
        "Llano Verde ISD",
        "class of 2027",
        "$1,695,000",
        "148 of 312 (47%)",
        "every figure is an estimate",
        "paid in 2028-29",
        "data through Nov 3, 2026",
        "Assumption.",
    ):
        assert said in words, said


def test_a_class_that_has_graduated_is_not_called_an_estimate_of_a_class() -> None:
    words = reading.words_of(render(TOLD._replace(estimate=False)).content)
    assert "every figure is an estimate" not in words


def test_tables_are_tagged_with_what_their_heads_stand_for() -> None:
    tags = reading.tags_of(render(TOLD).content)
    assert tags.count(("Table", None)) == 3
    assert ("TH", "Column") in tags
    assert ("TH", "Row") in tags
    assert ("H1", None) in tags


def test_it_is_black_and_brings_its_letters() -> None:
    content = render(TOLD).content
    assert reading.colours_of(content) <= {(0.0, 0.0, 0.0), (0.0,)}
    assert all(reading.fonts_of(content).values())


def test_its_title_names_the_class_and_nobody() -> None:
    with reading.opened(render(TOLD).content) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Outcomes Bonus, class of 2027"
        assert str(pdf.Root.Lang) == "en"
