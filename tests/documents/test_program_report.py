"""The program report on paper: every indicator, tagged, numbered, complete."""

from __future__ import annotations

from careercraft.documents.program_report import (
    ReportDomain,
    ReportIndicator,
    ReportInput,
    ReportLevel,
    render,
)
from tests.documents import reading

LEVELS = (
    ReportLevel("Designated", "at least 30 percent", "met", "Reached; 30 percent is the line."),
    ReportLevel("Designated with Distinction", "at least 40 percent", "not_met", "9 short"),
)


def a_report(indicators: int) -> ReportInput:
    rows = tuple(
        ReportIndicator(
            f"ATT{number}",
            "9 college credits by the end of grade 10",
            "31 of 100 (31%)",
            LEVELS,
            (("2023-24", "fewer than 10 of 90"), ("2024-25", "28 of 96 (29%)")),
            "State's report: 30%",
        )
        for number in range(indicators)
    )
    return ReportInput(
        program_name="North ECHS",
        campus_name="North High School",
        district_name="Test ISD",
        model_name="ECHS 2023",
        audience="for the partner college",
        data_year="2025-26",
        printed_on="Nov 16, 2026",
        status_heading="Estimated status for 2027-28",
        status="Designated",
        status_sentence="All three domains are met at the designated level.",
        cycle="Designation for 2027-28.",
        projected=(("2027-28", "2025-26, complete", "Designated", "Designated"),),
        level_names=("Designated", "Designated with Distinction"),
        domains=(ReportDomain("Attainment", LEVELS, rows),),
        assumptions=("Which college credit counts? dual credit.",),
        masking="Groups of fewer than 10 students are not shown.",
        standing="Targets are those of the edition named above.",
    )


def test_everything_that_was_handed_in_stands_on_the_paper() -> None:
    words = reading.words_of(render(a_report(6)).content)
    for said in (
        "North ECHS",
        "It is not the state's OBM report",
        "31 of 100 (31%)",
        "fewer than 10 of 90",
        "State's report: 30%",
        "Which college credit counts?",
        "Groups of fewer than 10 students are not shown.",
    ):
        assert said in words, said


def test_a_long_report_numbers_its_pages_and_a_short_one_does_not() -> None:
    short, long = render(a_report(2)), render(a_report(24))
    assert short.pages == 1
    assert long.pages > 1
    assert f"Page 1 of {long.pages}" in reading.words_of(long.content)
    assert "Page 1" not in reading.words_of(short.content)


def test_every_header_cell_says_what_it_heads() -> None:
    headers = [scope for tag, scope in reading.tags_of(render(a_report(3)).content) if tag == "TH"]
    assert len(headers) > 8
    assert all(headers)
