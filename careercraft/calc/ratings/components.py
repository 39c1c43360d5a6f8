"""The components of a rating, each from its raw score to its letter."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from careercraft.calc.citations import jointly
from careercraft.calc.facts import Number
from careercraft.calc.findings import Message
from careercraft.calc.history import Dated, NoValueInForce
from careercraft.calc.ratings.rated import Rated, no_rule, rated
from careercraft.calc.ratings.rules import (
    STANDARD,
    CutPoints,
    Decimals,
    Mode,
    Table,
    in_force,
    relative_bands,
)
from careercraft.calc.ratings.scaling import scale
from careercraft.calc.rounding import rounded


def ccmr(raw: int, year: int, campus_type: str = STANDARD) -> Rated:
    """Rate the CCMR component: the whole percent of annual graduates credited."""
    return _component("ccmr", raw, year, campus_type)


def staar(raw: int, year: int, campus_type: str = STANDARD) -> Rated:
    """Rate the STAAR component of Student Achievement from its raw score."""
    return _component("staar", raw, year, campus_type)


def graduation(raw: Number, year: int, campus_type: str = STANDARD) -> Rated:
    """Rate the graduation component from the rate in percent, with one decimal."""
    return _component("graduation", raw, year, campus_type, "graduation_raw_step")


def part_b_ccmr(
    raw: int,
    economically_disadvantaged_percent: Number,
    year: int,
    campus_type: str = STANDARD,
) -> Rated:
    """Rate the CCMR side of School Progress Part B.

    The same rate as in Student Achievement, by cut points that go by the campus's percent of
    economically disadvantaged students.
    """
    try:
        cuts = relative_cut_points(economically_disadvantaged_percent, year, campus_type)
    except NoValueInForce:
        return no_rule("part_b_ccmr", year)
    return _scaled("part_b_ccmr", raw, cuts, year, "raw_step")


def relative_cut_points(percent: Number, year: int, campus_type: str) -> Dated[CutPoints]:
    """Return the cut points for a percent of economically disadvantaged students.

    Raises ``ValueError`` for a percent off the scale, ``NoValueInForce`` where none are known.
    """
    table = in_force(f"{campus_type}/relative_performance_ccmr", Table, year)
    decimals = in_force("indicator_percent", Decimals, year)
    mode = in_force("rounding_mode", Mode, year)
    exact = Fraction(Decimal(percent))
    printed = rounded(exact, decimals.value.decimals, mode.value.mode)
    bands = relative_bands(table.value.table)
    if not 0 <= printed <= bands[-1].through:
        raise ValueError(f"A percent lies from 0 to {bands[-1].through}, not at {percent}.")
    cuts = next(band.cuts for band in bands if printed <= band.through)
    needed_rounding = Fraction(printed) != exact
    doubt = (decimals.authority, mode.authority) if needed_rounding else ()
    return Dated(cuts, jointly(table.authority, *doubt))


def _component(
    id_: str, raw: Number, year: int, campus_type: str, step_name: str = "raw_step"
) -> Rated:
    try:
        cuts = in_force(f"{campus_type}/{id_}_cut_points", CutPoints, year)
    except NoValueInForce:
        return no_rule(id_, year)
    return _scaled(id_, raw, cuts, year, step_name)


def _scaled(id_: str, raw: Number, cuts: Dated[CutPoints], year: int, step_name: str) -> Rated:
    scaled = scale(raw, cuts, year, step_name)
    because = Message("rating_scaled", {"raw": raw})
    return rated(id_, scaled.value, year, because, scaled.authority)
