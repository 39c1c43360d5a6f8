"""From a program's students to its figures, with the answers to what is unusual."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.calc import sentence
from careercraft.calc.explain import LANGUAGES
from careercraft.calc.obm import (
    Count,
    District,
    NotAllowed,
    Program,
    ProgramStudent,
    ProgramYear,
    Standing,
    edition,
    editions,
    figures_of,
    judge_program,
    measure_program,
    other_readings,
)
from careercraft.calc.obm.measures import BY_LEVEL, MEASURES, NOT_MEASURED
from careercraft.calc.obm.measures.populations import FINISHED, POPULATIONS
from careercraft.calc.obm.words import standing_word
from tests.calc.obm.people import NOBODY_KNOWS, TODAY, dual, eoc, measured, student, years

AT_RISK = {"at_risk": True}


def tenth_graders(with_nine: int, of: int) -> list[ProgramStudent]:
    """Students of grade 10, some of them with nine hours of college credit."""
    return [student(f"s{n}", courses=(dual(9 if n < with_nine else 6),)) for n in range(of)]


def notes(found: Any, language: str = "en") -> list[str]:
    return [sentence(note, language) for note in found.notes]


def test_every_indicator_of_every_edition_can_be_measured_or_says_that_it_cannot() -> None:
    for name in editions():
        for indicator in edition(name.model, name.name).indicators.values():
            assert indicator.measure in (*MEASURES, BY_LEVEL, NOT_MEASURED)
            assert indicator.population in POPULATIONS or indicator.population.startswith(FINISHED)


def test_a_figure_is_counted_and_its_distance_told_in_students() -> None:
    found = measured(*tenth_graders(3, 11))
    result = judge_program(edition("echs", "2023"), 6, figures_of(found), counted_here=True)
    target = result.indicators["ATT1"].targets["distinction"]
    assert found["ATT1"].counted == Count(3, 11, 0)
    assert result.indicators["ATT1"].value == Fraction(300, 11)
    assert (target.state.value, target.students_short) == ("not_met", 2)
    assert sentence(target.because) == "2 students short of 40 percent."


def test_the_students_behind_a_figure_are_exactly_those_counted() -> None:
    found = measured(*tenth_graders(3, 11))["ATT1"]
    assert [one.ref for one in found.of(Standing.MET)] == ["s0", "s1", "s2"]
    assert len(found.of(Standing.OPEN)) == 8


def test_ahead_whoever_could_still_make_it_is_not_known() -> None:
    found = measured(*tenth_graders(3, 11))["ATT1"]
    assert found.ahead.shares["all"].tally == Count(3, 11, 8)
    over = measured(*tenth_graders(3, 11), today=date(2026, 9, 1))["ATT1"]
    assert over.ahead == over.figure


def test_a_gap_against_the_district_with_and_without_the_program() -> None:
    people = [student(f"s{n}", in_years=years(2025, 2026, at_risk=n < 4)) for n in range(10)]
    district = District({"at_risk": Count(64, 100)})
    with_program = measured(*people, district=district)["ACC1"].figure
    assert with_program.district is not None
    assert with_program.district.low == 64
    without = measured(*people, district=district, district_base="without_program")["ACC1"].figure
    assert without.district is not None
    assert without.district.low == Fraction(6000, 90)
    judged = judge_program(edition("echs", "2023"), 6, {"ACC1": with_program})
    assert judged.indicators["ACC1"].value == 24
    assert judged.indicators["ACC1"].targets["distinction"].students_short == 1


def test_a_district_whose_only_high_school_is_the_program() -> None:
    people = [student(f"s{n}", in_years=years(2025, 2026, at_risk=n < 4)) for n in range(10)]
    only = District({"at_risk": Count(4, 10)})
    found = measured(*people, district=only)["ACC1"]
    assert "district's only high school" in notes(found)[-1]
    judged = judge_program(edition("echs", "2023"), 6, {"ACC1": found.figure})
    assert judged.indicators["ACC1"].value == 0
    alone = measured(*people, district=only, district_base="without_program")["ACC1"]
    assert alone.figure.district is None
    judged = judge_program(edition("echs", "2023"), 6, {"ACC1": alone.figure})
    target = judged.indicators["ACC1"].targets["designated"]
    assert (target.state.value, target.because.key) == ("unknown", "obm_no_district")


def test_a_program_in_its_first_year_says_when_its_first_class_gets_there() -> None:
    found = measured(student(grade=9))
    assert found["ATT1"].counted.denominator == 0
    assert notes(found["ATT1"])[0] == (
        "Nobody to count in 2025-26: the program's first class gets there in 2026-27."
    )
    assert "gets there in 2028-29" in notes(found["ATT3"])[0]


def test_a_program_without_students_on_file_says_so() -> None:
    assert notes(measured()["ATT1"])[0].startswith("No student is on file")


def test_a_class_of_three_says_what_one_student_means() -> None:
    found = measured(*tenth_graders(2, 3))["ATT1"]
    assert notes(found)[0] == (
        "With only 3 students counted, one student moves the figure by 33.33 points."
    )
    assert found.one_student == Fraction(100, 3)
    assert not [note for note in notes(measured(*tenth_graders(2, 11))["ATT1"]) if "only" in note]


def test_students_of_whom_nothing_was_loaded_are_not_known_and_not_missed() -> None:
    people = [student(f"s{n}", known=NOBODY_KNOWS) for n in range(3)]
    found = measured(*people)["ATT1"]
    assert found.counted == Count(0, 3, 3)
    judged = judge_program(edition("echs", "2023"), 6, {"ATT1": found.figure})
    assert judged.indicators["ATT1"].targets["designated"].state.value == "unknown"


def test_a_year_that_runs_says_as_of_when_it_is() -> None:
    assert "stands on Nov 25, 2025." in notes(measured(*tenth_graders(3, 11))["ATT1"])[0]
    over = measured(*tenth_graders(3, 11), today=date(2026, 9, 1))["ATT1"]
    assert notes(over) == []


def test_the_break_in_the_count_of_at_risk_students_is_told_from_its_year_on() -> None:
    one = student(grade=11, in_years=years(2024, 2026, at_risk=True))
    assert any("SB 991" in note for note in notes(measured(one)["ACC1"]))
    assert not any("SB 991" in note for note in notes(measured(one, year=2025)["ACC1"]))
    assert not any("SB 991" in note for note in notes(measured(one)["ACC2"]))


def test_persistence_so_far_is_called_so() -> None:
    senior = student(grade=12)
    assert any("leaves later" in note for note in notes(measured(senior)["ATT6"]))
    over = measured(senior, today=date(2026, 10, 1))["ATT6"]
    assert not any("leaves later" in note for note in notes(over))


def test_the_graduation_rate_is_held_against_the_newest_class_of_the_state() -> None:
    found = measured(student(grade=12))["ACH5"]
    assert found.figure.state == Fraction("90.7")
    assert "class of 2024" in notes(found)[-1]
    own = measured(student(grade=12), district=District(state_percent=91))["ACH5"]
    assert own.figure.state == 91
    assert not [note for note in notes(own) if "class of" in note]


def test_the_graduation_rate_of_the_campus_is_given_by_the_district() -> None:
    found = measured(student(grade=12), graduation_rate_of="campus")["ACH5"]
    assert found.figure.main is None
    assert "Type the figure in" in notes(found)[0]
    campus = District(campus_graduation=Count(90, 100))
    found = measured(student(grade=12), district=campus, graduation_rate_of="campus")["ACH5"]
    assert found.figure.main is not None
    assert found.figure.main.low == 90


def test_what_is_not_kept_cannot_be_counted() -> None:
    found = measured(student(grade=12), model="tstem", name="2020", year=2023)["ACH2"]
    assert found.lines == ()
    assert "Type the figure in" in notes(found)[0]


def test_every_figure_names_the_assumptions_it_rests_on() -> None:
    found = measured(student())
    assert {one.name for one in found["ATT1"].settings} >= {"credit_routes", "summer_after"}
    assert {one.name for one in found["ACC1"].settings} >= {"gap_reading", "district_base"}
    result = judge_program(edition("echs", "2023"), 6, figures_of(found), counted_here=True)
    named = {one.name for one in result.assumptions}
    assert {"credit_routes", "persistence_of", "eoc_criterion", "graduates"} <= named


def test_every_other_answer_to_an_assumption_is_one_reading_away() -> None:
    stays = student("stays", grade=12)
    moved = (*years(2023, 2025), ProgramYear(2026, False, 12, in_district=False))
    people = (stays, student("moved", grade=12, in_years=moved))
    found = measured(*people)["ATT6"]
    readings = {(r.setting, r.value): r.measured for r in other_readings(found, Program(people))}
    assert found.counted == Count(1, 2, 0)
    assert readings["persistence_of", "stayers"].counted == Count(1, 1, 0)
    assert set(readings) == {("persistence_of", "stayers"), ("transfers_in", "not_counted")}


def test_a_choice_that_is_not_offered_is_refused() -> None:
    with pytest.raises(NotAllowed):
        measured(student(), credit_routes="everything")


def test_the_past_is_measured_by_the_same_rules() -> None:
    people = [student(f"s{n}", grade=11, courses=(dual(9, "2025-05-01"),)) for n in range(3)]
    assert measured(*people, year=2025)["ATT1"].counted == Count(3, 3, 0)
    late = [student(grade=11, courses=(dual(9, "2025-10-01"),))]
    assert measured(*late, year=2025)["ATT1"].counted == Count(0, 1, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_and_note_can_be_said(language: str) -> None:
    people = [
        *(student(f"g{grade}", grade=grade) for grade in (9, 10, 11, 12)),
        *(student(f"u{grade}", grade=grade, known=NOBODY_KNOWS) for grade in (9, 10, 11, 12)),
        student("eoc", grade=9, scores=(eoc("A1", "did_not_meet"),)),
    ]
    for name in editions():
        found = measured(*people, model=name.model, name=name.name)
        for one in found.values():
            assert all(notes(one, language)) or not one.notes
            for part in one.parts.values():
                for line in part:
                    assert sentence(line.because, language)
                    assert standing_word(line.standing, language)
                    assert line.how is None or sentence(line.how, language)


@st.composite
def people(draw: st.DrawFn) -> list[ProgramStudent]:
    found = []
    for number in range(draw(st.integers(1, 8))):
        hours = draw(st.sampled_from([0, 3, 9, 15]))
        scores = (eoc("A1", draw(st.sampled_from(["did_not_meet", "meets"]))),)
        grade = draw(st.integers(9, 12))
        found.append(student(f"s{number}", grade=grade, courses=(dual(hours),), scores=scores))
    return found


@given(people(), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_students_never_matters(drawn: list[ProgramStudent], random: Any) -> None:
    one = edition("echs", "2023")
    shuffled = list(drawn)
    random.shuffle(shuffled)
    first, second = (
        figures_of(measure_program(one, Program(tuple(group)), 2026, TODAY))
        for group in (drawn, shuffled)
    )
    assert first == second


@given(people())
@settings(max_examples=40, deadline=None)
def test_what_is_still_possible_holds_what_there_is(drawn: list[ProgramStudent]) -> None:
    for one in measured(*drawn).values():
        for name, share in one.figure.shares.items():
            assert one.ahead.shares[name].low <= share.low or one.indicator.measure == BY_LEVEL
            assert share.high <= one.ahead.shares[name].high
            assert 0 <= share.low <= share.high <= 100
