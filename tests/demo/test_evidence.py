"""What the district reaches, read from its files and judged by the rules, beside the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import pytest

from careercraft.calc import Finding, State, StudentResult
from careercraft.demo.data import read
from careercraft.demo.district import everyone
from careercraft.demo.records import DATA_AS_OF, Record
from careercraft.demo.schools import EARLY_COLLEGE, LLANO_RIVER
from tests.demo.read_back import Reading

POINTS = 2.5
"""How far a rate of the graduated classes may lie from the published one, in percentage points."""

Results = dict[str, StudentResult]


def _met(result: StudentResult, indicator: str) -> bool:
    return result.indicators[indicator].state is State.MET


def _subject(result: StudentResult, subject: str) -> Finding:
    return next(part for part in result.indicators["tsi"].parts if part.id == subject)


def _by(subject: str, way: str) -> Callable[[StudentResult], bool]:
    def judged(result: StudentResult) -> bool:
        parts = _subject(result, subject).parts
        return any(part.id == way and part.state is State.MET for part in parts)

    return judged


def _indicator(name: str) -> Callable[[StudentResult], bool]:
    return lambda result: _met(result, name)


READY: dict[str, Callable[[StudentResult], bool]] = {
    "ccmr": lambda result: result.state is State.MET,
    "tsi_ela": lambda result: _subject(result, "rla").state is State.MET,
    "tsi_math": lambda result: _subject(result, "math").state is State.MET,
    "tsi_both": _indicator("tsi"),
    "tsia_ela": _by("rla", "tsia2"),
    "tsia_math": _by("math", "tsia2"),
    "college_prep_ela": _by("rla", "college_prep"),
    "college_prep_math": _by("math", "college_prep"),
    **{
        name: _indicator(name)
        for name in (
            "ap_ib",
            "dual_credit",
            "onramps",
            "associate_degree",
            "ibc",
            "level_certificate",
            "iep_workforce",
            "advanced_plan_special_education",
        )
    },
}


def _rate(results: Iterable[StudentResult], holds: Callable[[StudentResult], bool]) -> float:
    judged = list(results)
    assert judged
    return 100 * sum(map(holds, judged)) / len(judged)


def _class_of(whole: Reading, results: Results, class_of: int, campus: str = "") -> Results:
    return {
        state_id: results[state_id]
        for state_id, student in whole.students.items()
        if student.class_of == class_of
        and student.enrollment_status != "withdrawn"
        and campus in (student.campus_id or "")
    }


def test_every_published_indicator_is_compared() -> None:
    assert set(READY) == set(read("published")["ready"])


@pytest.mark.parametrize("indicator", READY)
@pytest.mark.parametrize("class_of", [2025, 2026])
def test_a_graduated_class_comes_near_the_published_rate(
    whole: Reading, results: Results, class_of: int, indicator: str
) -> None:
    rate = _rate(_class_of(whole, results, class_of).values(), READY[indicator])
    assert rate == pytest.approx(read("published")["ready"][indicator]["percent"], abs=POINTS)


@pytest.mark.parametrize("indicator", ["ccmr", "tsi_both", "dual_credit", "ap_ib", "ibc"])
def test_the_younger_a_class_the_less_it_has_reached(
    whole: Reading, results: Results, indicator: str
) -> None:
    rates = [
        _rate(_class_of(whole, results, class_of).values(), READY[indicator])
        for class_of in (2026, 2027, 2028)
    ]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] > rates[1]


@pytest.mark.parametrize("class_of", [2025, 2026, 2027])
def test_the_early_college_leads_in_college_credit(
    whole: Reading, results: Results, class_of: int
) -> None:
    early = _class_of(whole, results, class_of, EARLY_COLLEGE.number)
    all_schools = _class_of(whole, results, class_of)
    lead = _rate(early.values(), READY["dual_credit"]) - _rate(
        all_schools.values(), READY["dual_credit"]
    )
    assert lead > 30


@pytest.mark.parametrize("class_of", [2025, 2026, 2027])
def test_p_tech_leads_in_certifications(whole: Reading, results: Results, class_of: int) -> None:
    p_tech = _class_of(whole, results, class_of, LLANO_RIVER.number)
    all_schools = _class_of(whole, results, class_of)
    lead = _rate(p_tech.values(), READY["ibc"]) - _rate(all_schools.values(), READY["ibc"])
    assert lead > 20


def test_some_count_only_by_a_sunsetting_certification_but_no_school_too_many(
    whole: Reading, results: Results
) -> None:
    only = [one for one in _class_of(whole, results, 2026).values() if one.only_by_sunsetting_ibc]
    assert 0 < len(only) < 25


def test_no_indicator_of_a_graduate_is_unknown(whole: Reading, results: Results) -> None:
    for class_of in (2025, 2026):
        for result in _class_of(whole, results, class_of).values():
            states = {one.state for one in result.indicators.values()}
            assert State.UNKNOWN not in states


def test_nothing_is_dated_after_the_day_of_the_export_or_before_grade_8() -> None:
    dates = [(day, record) for record in everyone() for day in _dates(record)]
    assert len(dates) > 8000
    for day, record in dates:
        assert day <= DATA_AS_OF
        assert day >= date(record.student.class_of - 4, 1, 1)


def _dates(record: Record) -> Iterator[date]:
    yield from (one.on for one in record.sat)
    yield from (one.on for one in record.tsia2)
    yield from (date(one.year, 5, 15) for one in record.ap)
    yield from (one.ended_on for one in record.courses)
    yield from (one.earned_on for one in record.credentials)


def test_those_who_moved_away_during_the_year_have_no_evidence() -> None:
    withdrawn = [record for record in everyone() if record.student.withdrawn]
    assert withdrawn
    for record in withdrawn:
        assert list(_dates(record)) == []
