"""What must hold for every program: what is settled stays settled, and order never matters."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from careercraft.calc.finding import State
from careercraft.calc.obm.editions import edition
from careercraft.calc.obm.figures import Count, Figure, Share
from careercraft.calc.obm.held import held
from careercraft.calc.obm.program import ProgramResult, judge_program
from careercraft.calc.obm.status import UNDETERMINED
from careercraft.calc.obm.targets import (
    AboveState,
    AtLeast,
    AtLeastDistrict,
    AtLeastState,
    UnderDistrictAtMost,
    UnderStateAtMost,
)

KNOWN = [edition("echs", "2023"), edition("echs", "2020-21"), edition("ptech", "2020")]
PERCENTS = st.integers(0, 100)
TARGETS = [
    AtLeast(40),
    UnderDistrictAtMost(25),
    AtLeastDistrict(),
    UnderStateAtMost(5),
    AtLeastState(),
    AboveState(),
]


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    parts = ("all", "approaches", "meets", "masters")
    shares = {part: Share.of(Fraction(draw(PERCENTS))) for part in parts}
    return Figure(shares, Share.of(Fraction(draw(PERCENTS))), Fraction(draw(PERCENTS)))


@st.composite
def programs(draw: st.DrawFn) -> tuple[Any, int, dict[str, Figure], set[str]]:
    one = draw(st.sampled_from(KNOWN))
    given_ = {id_: draw(figures()) for id_ in one.indicators}
    hidden = draw(st.sets(st.sampled_from(sorted(given_))))
    return one, draw(st.integers(0, 9)), given_, hidden


def settled(result: ProgramResult) -> dict[str, Any]:
    found: dict[str, Any] = {
        f"{domain}.{level}": finding.state
        for domain, levels in result.domains.items()
        for level, finding in levels.items()
        if finding.state is not State.UNKNOWN
    }
    if result.designation.status != UNDETERMINED:
        found["status"] = result.designation.status
    return found


@given(programs())
@settings(max_examples=200, deadline=None)
def test_resolving_what_is_unknown_never_flips_what_is_settled(
    drawn: tuple[Any, int, dict[str, Figure], set[str]],
) -> None:
    one, year, everything, hidden = drawn
    some = {id_: figure for id_, figure in everything.items() if id_ not in hidden}
    before = settled(judge_program(one, year, some))
    after = settled(judge_program(one, year, everything))
    assert before.items() <= after.items()
    assert "status" in after


@given(programs())
@settings(max_examples=100, deadline=None)
def test_the_status_that_comes_out_was_possible_before(
    drawn: tuple[Any, int, dict[str, Figure], set[str]],
) -> None:
    one, year, everything, hidden = drawn
    some = {id_: figure for id_, figure in everything.items() if id_ not in hidden}
    possible = judge_program(one, year, some).designation.possible
    assert judge_program(one, year, everything).designation.status in possible


@given(programs(), st.randoms())
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_figures_never_matters(
    drawn: tuple[Any, int, dict[str, Figure], set[str]], random: Any
) -> None:
    one, year, everything, _ = drawn
    items = list(everything.items())
    random.shuffle(items)
    assert settled(judge_program(one, year, dict(items))) == settled(
        judge_program(one, year, everything)
    )


@given(st.integers(1, 400), st.data())
@settings(max_examples=200, deadline=None)
def test_so_many_students_more_and_the_target_is_met_and_one_fewer_is_not(
    denominator: int, data: st.DataObject
) -> None:
    numerator = data.draw(st.integers(0, denominator))
    target = AtLeast(data.draw(PERCENTS))

    def state(count: int) -> tuple[State, int | None]:
        share = Share.counted(Count(count, denominator))
        assert share is not None
        judged = held("designated", target, Figure({"all": share}), 1, {})
        return judged.state, judged.students_short

    short = state(numerator)[1]
    assert short is not None
    assert state(numerator + short) == (State.MET, 0)
    if short:
        assert state(numerator + short - 1)[0] is State.NOT_MET


@given(st.integers(1, 60), st.data())
@settings(max_examples=200, deadline=None)
def test_learning_of_a_student_never_flips_a_settled_target(
    denominator: int, data: st.DataObject
) -> None:
    met = data.draw(st.integers(0, denominator))
    unknown = data.draw(st.integers(0, denominator - met))
    turned_out = data.draw(st.integers(0, unknown))
    one = data.draw(st.sampled_from(TARGETS))

    def state(count: Count) -> State:
        share = Share.counted(count)
        assert share is not None
        figure = Figure({"all": share}, Share.of(Fraction(60)), Fraction(60))
        return held("designated", one, figure, 1, {}).state

    before = state(Count(met, denominator, unknown))
    after = state(Count(met + turned_out, denominator))
    assert before in (State.UNKNOWN, after)
    assert after is not State.UNKNOWN
