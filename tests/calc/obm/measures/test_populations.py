"""Of whom an indicator is counted."""

from __future__ import annotations

from datetime import date

import pytest

from careercraft.calc.obm import ProgramStudent, ProgramYear
from tests.calc.obm.people import line, measured, student, years

AFTER = date(2026, 10, 1)


def counted(indicator: str, *people: ProgramStudent, **more: object) -> list[str]:
    """The refs of whoever is in the denominator."""
    lines = measured(*people, **more)[indicator].lines
    return [one.ref for one in lines if one.standing.value not in ("left_out", "to_come")]


@pytest.mark.parametrize("grade", [9, 10, 11, 12])
def test_each_grade_stands_in_its_own_indicator(grade: int) -> None:
    one = student(grade=grade)
    found = [id_ for id_ in ("ATT1", "ATT2", "ATT3") if counted(id_, one)]
    assert found == {10: ["ATT1"], 11: ["ATT2"], 12: ["ATT3"]}.get(grade, [])


def test_access_counts_grades_9_to_12_in_the_program() -> None:
    outside = student("out", in_years=(ProgramYear(2026, False, 10),))
    assert counted("ACC1", student("in"), outside) == ["in"]


def test_who_leaves_during_the_year_did_not_finish_the_grade() -> None:
    left = ProgramYear(2026, True, 10, left_on=date(2026, 2, 1))
    found = line("ATT1", student(in_years=(*years(2025, 2025), left)))
    assert (found.standing.value, found.because.key) == ("left_out", "obm_out_left")


def test_who_repeats_grade_9_is_not_new_in_it() -> None:
    twice = (ProgramYear(2025, True, 9), ProgramYear(2026, True, 9))
    found = line("ACC1", student(grade=9, in_years=twice), name="2020-21")
    assert (found.standing.value, found.because.key) == ("left_out", "obm_out_repeats")
    assert counted("ACC1", student(grade=9), name="2020-21") == ["a"]


def test_annual_graduates_are_counted_in_the_year_of_graduation() -> None:
    done = {"graduated": True, "graduated_on": date(2026, 5, 28)}
    early = student("early", grade=11, **done)
    on_time = student("on time", grade=12, **done)
    fifth = student(
        "fifth",
        grade=12,
        in_years=(*years(2022, 2025), ProgramYear(2026, True, 12)),
        **done,
    )
    assert counted("ATT3", early, on_time, fifth, today=AFTER) == ["early", "on time", "fifth"]
    assert counted("ATT3", early, on_time, fifth, year=2025, today=AFTER) == []


def test_a_senior_who_stays_another_year_counts_in_the_year_of_graduation() -> None:
    found = line("ATT3", student(grade=12), today=AFTER)
    assert (found.standing.value, found.because.key) == ("left_out", "obm_out_still_enrolled")
    assert counted("ATT3", student(grade=12)) == ["a"]


def test_the_four_year_class_keeps_who_did_not_graduate() -> None:
    stays = student(grade=12)
    assert counted("ATT3", stays, today=AFTER, graduates="four_year_class") == ["a"]


def test_who_left_the_district_is_left_out_of_the_four_year_class() -> None:
    gone = (*years(2023, 2025), ProgramYear(2026, False, 12, in_district=False))
    found = line("ACH5", student(grade=12, in_years=gone))
    assert found.because.key == "obm_out_left_district"


def test_a_graduate_who_had_left_the_program_is_not_its_graduate() -> None:
    left = (*years(2023, 2025), ProgramYear(2026, False, 12))
    done = student(grade=12, in_years=left, graduated=True, graduated_on=date(2026, 5, 28))
    assert counted("ATT3", done, today=AFTER) == []


def test_without_a_grade_on_file_the_grade_follows_from_the_class() -> None:
    one = student(class_of=2028, in_years=(ProgramYear(2026, True),))
    assert counted("ATT1", one) == ["a"]


def test_a_year_to_come_is_looked_at_by_who_will_be_there() -> None:
    ninth, gone = student("ninth", grade=9), student("gone", grade=9, in_years=years(2025, 2025))
    assert counted("ATT1", ninth, gone, year=2027) == ["ninth"]


def test_who_was_never_in_the_program_is_in_no_class_of_it() -> None:
    never = student(grade=12, in_years=(ProgramYear(2026, False, 12),))
    for indicator in ("ATT3", "ATT6", "ACH5"):
        assert measured(never)[indicator].lines == ()
