"""What must hold for every campus."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from careercraft.calc import State
from careercraft.calc.campus import Outcome, campus_figures
from careercraft.calc.campus.figures import Member
from tests.calc.campus.campuses import met, not_met, sunsetting, tier_3, unknown

KINDS = [met(), not_met(), unknown(), sunsetting(), sunsetting(may_meet_another=True), tier_3()]
CAMPUSES = st.lists(st.sampled_from(KINDS), max_size=80)
YEARS = st.integers(2022, 2030)


@given(CAMPUSES, YEARS)
def test_low_is_never_above_high_and_nobody_is_counted_twice(
    outcomes: list[Outcome], year: int
) -> None:
    figures = campus_figures([Member(one, {}) for one in outcomes], [], year)
    assert 0 <= figures.credited.low <= figures.credited.high <= figures.graduates
    assert figures.credited.low <= figures.met
    if figures.rate is not None:
        assert 0 <= figures.rate.low <= figures.rate.high <= 100


@given(CAMPUSES, YEARS)
def test_a_graduate_credited_otherwise_adds_exactly_one(outcomes: list[Outcome], year: int) -> None:
    before = [Member(one, {}) for one in [*outcomes, not_met()]]
    after = [*before[:-1], Member(met(), {})]
    less, more = campus_figures(before, [], year), campus_figures(after, [], year)
    assert more.credited.low == less.credited.low + 1
    assert more.credited.high == less.credited.high + 1


@given(CAMPUSES, YEARS)
def test_however_the_unknown_turns_out_the_credit_stays_between_low_and_high(
    outcomes: list[Outcome], year: int
) -> None:
    figures = campus_figures([Member(one, {}) for one in outcomes], [], year)
    for settled in (met(), not_met(), sunsetting()):
        known = [_settled(one, settled) for one in outcomes]
        credited = campus_figures([Member(one, {}) for one in known], [], year).credited
        assert credited.low == credited.high
        assert figures.credited.low <= credited.low <= figures.credited.high


def _settled(outcome: Outcome, as_: Outcome) -> Outcome:
    if outcome.state is State.UNKNOWN:
        return as_
    if outcome.may_meet_another:
        return met() if as_ == met() else sunsetting()
    return outcome
