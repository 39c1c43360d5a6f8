"""What must hold of the bonus for every student and every district."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.calc import State, rules_for_class
from careercraft.calc.bonus import (
    GROUPS,
    BonusResult,
    Graduate,
    GroupCounts,
    bonus_steps,
    district_bonus,
    group_counts,
    judge_bonus,
)
from careercraft.calc.rounding import MODES
from tests.calc.evidence import Form, days, students_and_more
from tests.calc.students import facts

BONUS_CLASSES = st.sampled_from([2018, 2023, 2024, 2026])
FLAGS = st.sampled_from([True, False, None])
STATES = st.sampled_from([State.MET, State.NOT_MET, State.UNKNOWN])
ONE_STUDENT_OF_EACH_GROUP = 5000 + 3000


@st.composite
def enrolled_and_more(draw: st.DrawFn) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """A student, and the same student with more evidence; some of it of enrollments."""
    class_of, some, more = draw(students_and_more())
    one = st.fixed_dictionaries(
        {"began_on": days(Form(class_of, gaps=True)), "by_tenth_day": FLAGS}
    )
    items = draw(st.lists(one, max_size=3))
    cut = draw(st.integers(0, len(items)))
    return class_of, {**some, "enrollments": items[:cut]}, {**more, "enrollments": items}


def result_of(
    class_of: int, student: dict[str, Any], not_known: list[str] | None = None
) -> BonusResult:
    return judge_bonus(facts(class_of, student, not_known), rules_for_class(class_of))


def met_paths(result: BonusResult) -> set[str]:
    found = {path for path, finding in result.paths.items() if finding.state is State.MET}
    return found | ({"bonus"} if result.state is State.MET else set())


@given(enrolled_and_more())
@settings(max_examples=250, deadline=None)
def test_more_evidence_never_turns_the_bonus_from_met_into_not_met(
    drawn: tuple[int, dict[str, Any], dict[str, Any]],
) -> None:
    class_of, some, more = drawn
    assert met_paths(result_of(class_of, some)) <= met_paths(result_of(class_of, more))


@given(
    enrolled_and_more(),
    st.sets(st.sampled_from(["scores", "credentials", "enlistments", "enrollments"])),
)
@settings(max_examples=150, deadline=None)
def test_what_is_decided_without_knowing_everything_stays_decided(
    drawn: tuple[int, dict[str, Any], dict[str, Any]], not_known: set[str]
) -> None:
    class_of, _, more = drawn
    less = {name: items for name, items in more.items() if name not in not_known}
    partly = result_of(class_of, less, sorted(not_known))
    fully = result_of(class_of, more)
    for path, finding in partly.paths.items():
        if finding.state is not State.UNKNOWN:
            assert fully.paths[path].state is finding.state, path


@given(enrolled_and_more())
@settings(max_examples=150, deadline=None)
def test_the_bonus_is_met_exactly_when_a_path_is_and_never_by_the_standard_alone(
    drawn: tuple[int, dict[str, Any], dict[str, Any]],
) -> None:
    class_of, _, more = drawn
    result = result_of(class_of, more)
    assert (result.state is State.MET) == (met_paths(result) - {"bonus"} != set())
    with_tsi = (result.parts.enrollment, result.parts.credential)
    alone = (result.parts.associate_degree, result.parts.military)
    if State.MET not in {finding.state for finding in (*with_tsi, *alone)}:
        assert result.state is not State.MET
    assert result.waits_for == "" or result.state is not State.MET


@given(enrolled_and_more(), st.dates(date(2020, 1, 1), date(2031, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_open_ways_come_before_closed_ones_and_each_wants_something(
    drawn: tuple[int, dict[str, Any], dict[str, Any]], on: date
) -> None:
    class_of, _, more = drawn
    student = facts(class_of, more)
    result = judge_bonus(student, rules_for_class(class_of))
    found = bonus_steps(result, student, on)
    assert [way.is_open for way in found] == sorted((w.is_open for w in found), reverse=True)
    assert all(way.steps for way in found)
    assert (found == ()) == (result.state is State.MET)


@st.composite
def groups(draw: st.DrawFn) -> GroupCounts:
    graduates = draw(st.integers(0, 900))
    met = draw(st.integers(0, graduates))
    return GroupCounts(graduates, met, draw(st.integers(0, graduates - met)))


@st.composite
def districts(draw: st.DrawFn) -> dict[str, GroupCounts]:
    return {group: draw(groups()) for group in GROUPS}


@given(districts(), BONUS_CLASSES, st.sampled_from(sorted(MODES)))
@settings(max_examples=200, deadline=None)
def test_low_is_never_above_high_and_the_total_is_the_sum_of_the_groups(
    counts: dict[str, GroupCounts], class_of: int, mode: str
) -> None:
    bonus = district_bonus(class_of, counts, rounding=mode)
    for group in bonus.groups.values():
        assert 0 <= group.above.low <= group.above.high <= group.counts.graduates
        assert group.dollars.low == group.above.low * group.rate
        assert group.dollars.high == group.above.high * group.rate
    assert bonus.total.low == sum(group.dollars.low for group in bonus.groups.values())
    assert bonus.total.high == sum(group.dollars.high for group in bonus.groups.values())
    assert bonus.spend_on_readiness.low * 100 >= bonus.total.low * bonus.spending_percent


@given(groups(), st.sampled_from(GROUPS), st.sampled_from(sorted(MODES)))
@settings(max_examples=200, deadline=None)
def test_one_more_met_graduate_never_costs_money_and_adds_what_was_said(
    counts: GroupCounts, group: str, mode: str
) -> None:
    if counts.met + counts.unknown == counts.graduates:
        return
    before = district_bonus(2024, {group: counts}, rounding=mode).groups[group]
    more = counts._replace(met=counts.met + 1)
    after = district_bonus(2024, {group: more}, rounding=mode).groups[group]
    assert after.dollars.low - before.dollars.low == before.next_graduate
    assert after.dollars.high >= before.dollars.high


@given(groups(), st.sampled_from(GROUPS))
@settings(max_examples=200, deadline=None)
def test_the_students_to_the_threshold_are_exactly_those(counts: GroupCounts, group: str) -> None:
    bonus = district_bonus(2024, {group: counts}).groups[group]
    assert (bonus.next_graduate == 0) == (bonus.students_to_threshold > 0)
    reached = counts.met + bonus.students_to_threshold
    assert reached * 100 >= counts.graduates * bonus.threshold_percent
    if bonus.students_to_threshold:
        assert (reached - 1) * 100 < counts.graduates * bonus.threshold_percent


@given(districts(), BONUS_CLASSES)
@settings(max_examples=200, deadline=None)
def test_ways_of_rounding_differ_by_at_most_one_student_of_each_group(
    counts: dict[str, GroupCounts], class_of: int
) -> None:
    by_mode = {mode: district_bonus(class_of, counts, rounding=mode) for mode in MODES}
    for group in GROUPS:
        minimums = {bonus.groups[group].minimum for bonus in by_mode.values()}
        assert max(minimums) - min(minimums) <= 1
    band = by_mode["ceil"].rounding.band
    lows = [bonus.total.low for bonus in by_mode.values()]
    assert max(lows) - min(lows) <= ONE_STUDENT_OF_EACH_GROUP
    assert (band.low, by_mode["ceil"].total.low) == (min(lows), min(lows))


GRADUATES = st.lists(st.builds(Graduate, STATES, FLAGS, FLAGS), max_size=40)


@given(GRADUATES)
@settings(max_examples=150, deadline=None)
def test_every_placed_graduate_is_in_exactly_one_of_the_first_two_groups(
    graduates: list[Graduate],
) -> None:
    counts = group_counts(graduates)
    poor, not_poor = (counts[group] for group in GROUPS[:2])
    unplaced = poor.unplaced.graduates if poor.unplaced else 0
    assert poor.unplaced == not_poor.unplaced
    assert poor.graduates + not_poor.graduates + unplaced == len(graduates)


@given(GRADUATES, st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_the_missing_flags_turn_out_to_be_the_bounds_hold(
    graduates: list[Graduate], data: st.DataObject
) -> None:
    sure = [
        one._replace(
            **{
                name: data.draw(st.booleans())
                for name in ("economically_disadvantaged", "special_education")
                if getattr(one, name) is None
            },
            state=data.draw(st.sampled_from([State.MET, State.NOT_MET]))
            if one.state is State.UNKNOWN
            else one.state,
        )
        for one in graduates
    ]
    bounds = district_bonus(2024, group_counts(graduates))
    found = district_bonus(2024, group_counts(sure))
    for name, group in found.groups.items():
        assert (
            bounds.groups[name].dollars.low <= group.dollars.low <= bounds.groups[name].dollars.high
        )
    assert bounds.total.low <= found.total.low <= bounds.total.high
