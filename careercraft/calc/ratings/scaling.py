"""From a raw score to a scaled one: a straight line between the cut points of its letter."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.facts import Number
from careercraft.calc.history import Dated
from careercraft.calc.ratings.rules import CutPoints, RawStep, Scale, ScaleBottom, in_force
from careercraft.calc.rounding import whole


class Band(NamedTuple):
    """The raw scores of one letter, and the scaled scores at its two ends."""

    raw_from: Fraction
    raw_to: Fraction
    scaled_from: int
    scaled_to: int
    authority: Authority


def scale(
    raw: Number, cuts: Dated[CutPoints], year: int, step_name: str = "raw_step"
) -> Dated[int]:
    """Return the scaled score of a raw one.

    Raises ``ValueError`` for a raw score off the scale, ``NoValueInForce`` for a year without a
    known scale.
    """
    form = in_force("scale", Scale, year)
    step = in_force(step_name, RawStep, year)
    if not 0 <= raw <= form.value.highest_raw:
        raise ValueError(f"A raw score lies from 0 to {form.value.highest_raw}, not at {raw}.")
    band = _band_of(Fraction(raw), _bands(cuts.value, form.value, step.value, year))
    value = whole(_on_the_line(Fraction(raw), band), form.value.rounding)
    return Dated(value, jointly(cuts.authority, form.authority, step.authority, band.authority))


def _bands(cuts: CutPoints, form: Scale, step: RawStep, year: int) -> list[Band]:
    """Return the bands from the best letter down; each ends one step below the next."""
    bottom = in_force("scale_bottom", ScaleBottom, year)
    sure, doubt = Authority(), bottom.authority
    one = Fraction(step.step)
    return [
        _band(cuts.a, Fraction(form.highest_raw), form.a_from, form.a_to, sure),
        _band(cuts.b, cuts.a - one, form.b_from, form.b_to, sure),
        _band(cuts.c, cuts.b - one, form.c_from, form.c_to, sure),
        _band(cuts.d, cuts.c - one, form.d_from, form.d_to, sure),
        _band(0, cuts.d - one, bottom.value.f_from, bottom.value.f_to, doubt),
    ]


def _band(
    raw_from: int, raw_to: Fraction, scaled_from: int, scaled_to: int, authority: Authority
) -> Band:
    return Band(Fraction(raw_from), raw_to, scaled_from, scaled_to, authority)


def _band_of(raw: Fraction, bands: list[Band]) -> Band:
    return next(band for band in bands if raw >= band.raw_from)


def _on_the_line(raw: Fraction, band: Band) -> Fraction:
    """Return the exact scaled score; a raw score finer than the step stays within its letter."""
    length = band.raw_to - band.raw_from
    if length <= 0:
        return Fraction(band.scaled_from)
    slope = (band.scaled_to - band.scaled_from) / length
    exact = band.scaled_from + slope * (raw - band.raw_from)
    return min(exact, Fraction(band.scaled_to))
