"""Persistence, graduation, work-based learning, enrollment and student groups."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.calc import sentence
from careercraft.calc.calendar import SchoolYear
from careercraft.calc.obm import Milestone, ProgramYear
from careercraft.calc.obm.frame import years_allowed
from tests.calc.obm.people import EVERYTHING, enrolled, line, measured, standing, student, years

AFTER = date(2026, 10, 1)
IN_SENIOR_YEAR = years(2023, 2026)
LEFT = (*years(2023, 2024), ProgramYear(2025, False, 11, in_district=True))
LEFT_STILL_HERE = (*LEFT, ProgramYear(2026, False, 12, in_district=True))
LEFT_DISTRICT = (*LEFT, ProgramYear(2026, False, 12, in_district=False))
CAME_BACK = (*LEFT, ProgramYear(2026, True, 12, in_district=True))
LEFT_IN_THE_YEAR = (
    *years(2023, 2025),
    ProgramYear(2026, True, 12, left_on=date(2025, 10, 1)),
)


def senior(in_years: tuple[ProgramYear, ...], **more: Any) -> Any:
    return student(grade=12, in_years=in_years, **more)


@pytest.mark.parametrize(
    ("in_years", "raw", "stayers", "because"),
    [
        (IN_SENIOR_YEAR, "met", "met", "obm_stay_so_far"),
        (LEFT_STILL_HERE, "closed", "closed", "obm_stay_left"),
        (LEFT_DISTRICT, "closed", "left_out", "obm_stay_left_district"),
        (CAME_BACK, "met", "met", "obm_stay_came_back"),
        (LEFT_IN_THE_YEAR, "closed", "closed", "obm_stay_left"),
    ],
)
def test_persistence_raw_and_among_stayers(
    in_years: tuple[ProgramYear, ...], raw: str, stayers: str, because: str
) -> None:
    one = senior(in_years)
    anchor = student("anchor", grade=9)
    found = {x.ref: x for x in measured(one, anchor)["ATT6"].lines}["a"]
    assert (found.standing.value, found.because.key) == (raw, because)
    other = {x.ref: x for x in measured(one, anchor, persistence_of="stayers")["ATT6"].lines}["a"]
    assert other.standing.value == stayers


def test_who_is_no_longer_on_file_has_left_where_all_memberships_are_known() -> None:
    one, anchor = senior(years(2023, 2025)), student("anchor", grade=9)
    assert measured(one, anchor)["ATT6"].lines[0].because.key == "obm_stay_left"
    unsure = senior(years(2023, 2025), known=EVERYTHING - {"program_membership"})
    assert measured(unsure, anchor)["ATT6"].lines[0].standing.value == "unknown"


def test_a_graduate_of_the_program_has_remained() -> None:
    one = senior(IN_SENIOR_YEAR, graduated=True, graduated_on=date(2026, 5, 28))
    assert line("ATT6", one, today=AFTER).because.key == "obm_stay_graduated"


@pytest.mark.parametrize(
    ("last_year", "expected"), [(2027, "obm_stay_longer"), (2028, "obm_stay_too_long")]
)
def test_a_fifth_year_student_has_remained_and_a_sixth_is_not_known(
    last_year: int, expected: str
) -> None:
    more = tuple(ProgramYear(year, True, 12) for year in range(2027, last_year + 1))
    stays = senior((*IN_SENIOR_YEAR, *more))
    found = line("ATT6", stays, year=2026, today=date(2028, 10, 1))
    assert found.because.key == expected
    assert found.standing.value == ("met" if expected == "obm_stay_longer" else "unknown")


def test_a_sixth_year_is_allowed_in_ptech() -> None:
    assert [years_allowed(model, SchoolYear(2026)) for model in ("echs", "ptech")] == [5, 6]


@pytest.mark.parametrize(
    ("grade", "counted", "expected"),
    [(10, "counted", 1), (10, "not_counted", 0), (11, "counted", 1), (12, "counted", 0)],
)
def test_transfers_in_belong_to_the_class_as_the_district_chose(
    grade: int, counted: str, expected: int
) -> None:
    one = senior(years(2026 - 12 + grade, 2026, grade))
    found = measured(one, transfers_in=counted)["ATT6"]
    assert found.counted.denominator == expected


def test_in_2020_persistence_is_measured_into_the_fall_of_grade_12() -> None:
    assert line("ATT1", senior(IN_SENIOR_YEAR), name="2020-21").because.key == "obm_stay_so_far"


@pytest.mark.parametrize(
    ("this_year", "expected"),
    [
        (ProgramYear(2026, True, 10, in_district=True), "met"),
        (ProgramYear(2026, False, 10, in_district=True), "closed"),
        (ProgramYear(2026, None, 10, in_district=True), "unknown"),
        (ProgramYear(2026, False, 10, in_district=False), "left_out"),
    ],
)
def test_from_grade_to_grade_only_who_stays_in_the_district_is_counted(
    this_year: ProgramYear, expected: str
) -> None:
    one = student(in_years=(*years(2025, 2025), this_year))
    assert standing("ATT1", one, model="ptech", name="2020") == expected


@pytest.mark.parametrize(
    ("graduated", "day", "expected"),
    [
        (True, "2026-05-28", "met"),
        (True, "2026-08-31", "met"),
        (True, "2026-09-01", "closed"),
        (True, None, "unknown"),
        (False, None, "closed"),
        (None, None, "unknown"),
    ],
)
def test_graduation_in_four_years(graduated: bool | None, day: str | None, expected: str) -> None:
    on = None if day is None else date.fromisoformat(day)
    one = senior(IN_SENIOR_YEAR, graduated=graduated, graduated_on=on)
    assert standing("ACH5", one, today=AFTER) == expected


def test_before_the_end_of_the_year_graduation_is_still_open() -> None:
    found = line("ACH5", senior(IN_SENIOR_YEAR))
    assert found.standing.value == "open"
    assert found.how is not None
    assert sentence(found.how) == "Graduate by Aug 31, 2026."


@pytest.mark.parametrize(
    ("milestones", "known", "expected"),
    [
        ((Milestone("work_based_learning", date(2025, 10, 1)),), EVERYTHING, "met"),
        ((Milestone("work_based_learning"),), EVERYTHING, "unknown"),
        ((), EVERYTHING, "open"),
        ((), EVERYTHING - {"work_based_learning"}, "unknown"),
    ],
)
def test_work_based_learning(
    milestones: tuple[Milestone, ...], known: frozenset[str], expected: str
) -> None:
    one = student(grade=12, milestones=milestones, known=known)
    assert standing("ATT7", one, model="ptech", name="2020") == expected


def test_enrollment_in_a_college_after_graduation() -> None:
    done: dict[str, Any] = {"graduated": True, "graduated_on": date(2026, 5, 28)}
    there = senior(IN_SENIOR_YEAR, enrollments=(enrolled("2026-08-24"),), **done)
    more: dict[str, Any] = {"name": "2020-21", "today": AFTER}
    assert standing("ATT7", there, **more) == "met"
    assert standing("ATT7", senior(IN_SENIOR_YEAR, **done), **more) == "closed"
    unknown = senior(IN_SENIOR_YEAR, known=EVERYTHING - {"enrollment"}, **done)
    assert standing("ATT7", unknown, **more) == "unknown"


@pytest.mark.parametrize(
    ("flag", "expected"), [(True, "met"), (False, "closed"), (None, "unknown")]
)
def test_a_student_group_is_that_of_the_school_year(flag: bool | None, expected: str) -> None:
    assert standing("ACC1", student(in_years=years(2025, 2026, at_risk=flag))) == expected


def test_any_of_the_four_groups() -> None:
    no = dict.fromkeys(("at_risk", "economically_disadvantaged", "emergent_bilingual"), False)
    some = student(in_years=years(2025, 2026, special_education=True, **no))
    none = student(in_years=years(2025, 2026, special_education=False, **no))
    open_ = student(in_years=years(2025, 2026, special_education=None, **no))
    found = [standing("ACC5", one, name="2020-21") for one in (some, none, open_)]
    assert found == ["met", "closed", "unknown"]


def test_a_membership_that_is_not_said_is_not_known() -> None:
    open_ = (*years(2023, 2025), ProgramYear(2026, None, 12))
    anchor = student("anchor", grade=9)
    found = measured(senior(open_), anchor)["ATT6"].lines[0]
    assert (found.standing.value, found.because.key) == ("unknown", "obm_stay_unknown")


def test_who_was_away_in_the_year_asked_for_and_came_back_later_has_remained() -> None:
    away = (*years(2023, 2025), ProgramYear(2026, False, 12), ProgramYear(2027, True, 12))
    found = line("ATT6", senior(away), year=2026, today=date(2027, 10, 1))
    assert (found.standing.value, found.because.key) == ("met", "obm_stay_came_back")


@pytest.mark.parametrize(
    ("known", "expected"),
    [(EVERYTHING, "closed"), (EVERYTHING - {"program_membership"}, "unknown")],
)
def test_from_grade_to_grade_a_missing_year_is_told_by_what_was_loaded(
    known: frozenset[str], expected: str
) -> None:
    gone, anchor = student(in_years=years(2025, 2025), known=known), student("anchor", grade=9)
    found = measured(gone, anchor, model="ptech", name="2020")["ATT1"].lines
    assert {one.ref: one.standing.value for one in found}["a"] == expected
