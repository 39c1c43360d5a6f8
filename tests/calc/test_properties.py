"""What must hold for every student, whatever the evidence."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.calc import Level, State, StudentResult
from careercraft.calc.accountability.tiered import RANKED
from careercraft.calc.contract import PARTS_OF
from careercraft.calc.scales import SCALES
from tests.calc.students import judged

CLASSES = st.sampled_from([2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2030])
TESTS = ("SAT", "ACT", "TSIA1", "TSIA2", "AP", "IB", "ASVAB")
PROGRAMS = ["HEALTH", "WELDING"]


@st.composite
def days(draw: st.DrawFn, class_of: int) -> str:
    start = date(class_of - 5, 6, 1)
    return (start + timedelta(days=draw(st.integers(0, 2100)))).isoformat()


@st.composite
def scores(draw: st.DrawFn, class_of: int) -> dict[str, Any]:
    test = draw(st.sampled_from(TESTS))
    parts = draw(st.sets(st.sampled_from(PARTS_OF[test]), min_size=1))
    points = {part: draw(st.integers(*SCALES[test, part])) for part in sorted(parts)}
    return {"test": test, "date": draw(days(class_of)), "parts": points}


@st.composite
def courses(draw: st.DrawFn, class_of: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(["dual_credit", "college_prep", "onramps", "cte", "jrotc"]))
    yes = st.sampled_from([True, False, None])
    if kind == "cte":
        program = draw(st.sampled_from(PROGRAMS))
        level, credit = draw(st.integers(1, 4)), draw(st.integers(0, 3))
        return {
            "kind": kind,
            "program_of_study": program,
            "level": level,
            "credits": credit,
            "passed": draw(yes),
        }
    if kind == "jrotc":
        return {"kind": kind, "sequence_completed": draw(yes)}
    course = {"kind": kind, "subject": draw(st.sampled_from(["ela", "math"])), "passed": draw(yes)}
    if kind == "college_prep":
        return {**course, "grade": draw(st.integers(9, 12)), "approved_list": draw(yes)}
    hours = draw(st.integers(0, 6))
    return {**course, "hours": hours} | ({"qualified": draw(yes)} if kind == "onramps" else {})


@st.composite
def credentials(draw: st.DrawFn, class_of: int) -> dict[str, Any]:
    kinds = ["ibc", "level_1_certificate", "associate_degree"]
    credential = {"kind": draw(st.sampled_from(kinds)), "earned_on": draw(days(class_of))}
    if credential["kind"] != "ibc":
        return credential
    lists = draw(st.sets(st.sampled_from(["2019-22", "2022-25", "2025-30"])))
    return {
        **credential,
        "code": "010",
        "result": draw(st.sampled_from(["01", "02", None])),
        "lists": sorted(lists),
        "programs_of_study": draw(st.sampled_from([PROGRAMS[:1], PROGRAMS, None])),
        "tier": draw(st.sampled_from([1, 2, 3, None])),
    }


@st.composite
def enlistments(draw: st.DrawFn, class_of: int) -> dict[str, Any]:
    evidence = draw(st.sampled_from(["peims", "dd_form_4", "dmdc"]))
    return {"evidence": evidence, "on": draw(days(class_of))}


@st.composite
def students_and_more(draw: st.DrawFn) -> tuple[int, dict[str, Any], dict[str, Any]]:
    class_of = draw(CLASSES)
    some: dict[str, Any] = {}
    more: dict[str, Any] = {}
    makers = {
        "scores": scores,
        "courses": courses,
        "credentials": credentials,
        "enlistments": enlistments,
    }
    for name, make in makers.items():
        items = draw(st.lists(make(class_of), max_size=4))
        cut = draw(st.integers(0, len(items)))
        some[name], more[name] = items[:cut], items
    return class_of, some, more


def met(result: StudentResult) -> set[str]:
    found = {id_ for id_, one in result.indicators.items() if one.state is State.MET}
    subjects = result.indicators["tsi"].parts
    found |= {part.id for part in subjects if part.state is State.MET}
    return found | ({"ccmr"} if result.state is State.MET else set())


@given(students_and_more())
@settings(max_examples=250, deadline=None)
def test_more_evidence_never_turns_met_into_not_met(
    drawn: tuple[int, dict[str, Any], dict[str, Any]],
) -> None:
    class_of, some, more = drawn
    assert met(judged(class_of, some)) <= met(judged(class_of, more))


@given(students_and_more(), st.sets(st.sampled_from(["scores", "courses", "credentials"])))
@settings(max_examples=150, deadline=None)
def test_what_is_decided_without_knowing_everything_stays_decided(
    drawn: tuple[int, dict[str, Any], dict[str, Any]], not_known: set[str]
) -> None:
    class_of, _, more = drawn
    less = {name: items for name, items in more.items() if name not in not_known}
    partly, fully = judged(class_of, less, sorted(not_known)), judged(class_of, more)
    for id_, finding in partly.indicators.items():
        if finding.state is not State.UNKNOWN:
            assert fully.indicators[id_].state is finding.state, id_


@given(students_and_more())
@settings(max_examples=150, deadline=None)
def test_the_student_is_met_exactly_when_an_indicator_is(
    drawn: tuple[int, dict[str, Any], dict[str, Any]],
) -> None:
    class_of, _, more = drawn
    result = judged(class_of, more)
    states = {finding.state for finding in result.indicators.values()}
    assert (result.state is State.MET) == (State.MET in states)
    if result.level not in (None, Level.UNKNOWN):
        levels = [one.level for one in result.indicators.values() if one.level in RANKED]
        assert result.level is max(levels, key=RANKED.index)


@given(students_and_more())
@settings(max_examples=100, deadline=None)
def test_a_gap_is_never_empty_and_a_met_indicator_has_none(
    drawn: tuple[int, dict[str, Any], dict[str, Any]],
) -> None:
    class_of, _, more = drawn
    for finding in judged(class_of, more).indicators.values():
        assert finding.gap is None or finding.gap.amount > 0
        assert finding.state is not State.MET or finding.gap is None
        assert finding.state is State.NOT_APPLICABLE or finding.cite
