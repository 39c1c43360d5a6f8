"""The outcomes bonus of a district: per group, the graduates above the threshold and their dollars.

Whole students and whole dollars only. ``low`` counts those who are met; ``high`` those who may yet
turn out met, too. A graduate of whom nobody said to which group they belong is counted where it
makes the group's ``low`` lowest and its ``high`` highest; such bounds are sure but need not be
reached together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from careercraft.calc.bonus.money import (
    GROUPS,
    minimum_rounding,
    paid_in,
    rate,
    spending_floor,
    threshold,
)
from careercraft.calc.calendar import FiscalYear, GraduatingClass
from careercraft.calc.citations import Authority
from careercraft.calc.finding import MET, UNKNOWN
from careercraft.calc.findings import State
from careercraft.calc.rounding import MODES, ceil, share, whole


class GroupCounts(NamedTuple):
    """A group of graduates: how many, how many of them are met, and of how many it is unknown.

    ``unplaced`` are those who may or may not belong to the group; none of them is in the others.
    """

    graduates: int
    met: int
    unknown: int
    unplaced: Unplaced | None = None


class Unplaced(NamedTuple):
    """Graduates of whom nobody said whether they belong to a group."""

    graduates: int
    met: int
    unknown: int


class Graduate(NamedTuple):
    """What counting needs of a graduate: the state of the bonus, and the two flags if known."""

    state: State
    economically_disadvantaged: bool | None
    special_education: bool | None


class Range(NamedTuple):
    """The lowest and the highest of what may come out."""

    low: int
    high: int


class GroupBonus(NamedTuple):
    """A group's bonus.

    ``minimum`` is the number of graduates that reaches the threshold. ``students_to_threshold``
    is how many more have to be met before the next one earns anything, counted from those who are
    met. ``next_graduate`` is what one more met graduate of the group adds: nothing up to the
    threshold, the full rate after it. ``threshold`` and ``pays`` are what the two values rest on.
    """

    group: str
    counts: GroupCounts
    threshold_percent: int
    minimum: int
    above: Range
    rate: int
    dollars: Range
    students_to_threshold: int
    next_graduate: int
    threshold: Authority
    pays: Authority


class Rounding(NamedTuple):
    """How the minimum was made whole, and what the other ways would come to.

    ``band`` is the lowest and highest total of all ways; ``hangs_on`` names the groups whose
    dollars are not the same by every way. ``chosen`` is true where the caller chose the way.
    """

    mode: str
    chosen: bool
    authority: Authority
    other_modes_total: Mapping[str, Range]
    band: Range
    hangs_on: tuple[str, ...]


class DistrictBonus(NamedTuple):
    """The bonus of a class. ``spend_on_readiness`` is the least to be spent on grades 8 to 12."""

    class_of: GraduatingClass
    fiscal_year: FiscalYear
    paid_in: str
    payment: Authority
    groups: Mapping[str, GroupBonus]
    total: Range
    rounding: Rounding
    spending_percent: int
    spend_on_readiness: Range
    spending: Authority


class CannotCount(ValueError):  # noqa: N818 - it reads as the sentence it is
    """Counts that no group of graduates can have."""


def district_bonus(
    class_of: int, groups: Mapping[str, GroupCounts], *, rounding: str | None = None
) -> DistrictBonus:
    """Return the bonus of a class from the counts of its groups, named as in ``GROUPS``.

    ``rounding`` chooses another way to make the minimum whole than the one in force. A group left
    out earns nothing. Raises ``NoValueInForce`` before the first class that earned a bonus,
    ``CannotCount`` for counts or a way of rounding that cannot be.
    """
    year = paid_in(GraduatingClass(class_of))
    for group, counts in groups.items():
        _check(group, counts)
    in_force = minimum_rounding(year.value)
    mode = rounding or in_force.value.mode
    if mode not in MODES:
        raise CannotCount(f"Rounding is one of {', '.join(MODES)}, not {mode}.")
    by_mode = {one: _groups(groups, year.value, one) for one in MODES}
    totals = {one: _total(found.values()) for one, found in by_mode.items()}
    floor = spending_floor(year.value)
    return DistrictBonus(
        class_of=GraduatingClass(class_of),
        fiscal_year=year.value,
        paid_in=year.value.school_year(),
        payment=year.authority,
        groups=by_mode[mode],
        total=totals[mode],
        rounding=Rounding(
            mode=mode,
            chosen=rounding is not None,
            authority=in_force.authority,
            other_modes_total={one: total for one, total in totals.items() if one != mode},
            band=Range(
                min(one.low for one in totals.values()), max(t.high for t in totals.values())
            ),
            hangs_on=_differing(by_mode),
        ),
        spending_percent=floor.value.percent,
        spend_on_readiness=Range(*(ceil(share(one, floor.value.percent)) for one in totals[mode])),
        spending=floor.authority,
    )


def group_counts(graduates: Iterable[Graduate]) -> dict[str, GroupCounts]:
    """Count graduates into the three groups: exactly one of the first two, and the third over it.

    A graduate whose flag is unknown is among the ``unplaced`` of the groups it decides.
    """
    everybody = tuple(graduates)
    return {group: _counted(group, everybody) for group in GROUPS}


def minimum_of(graduates: int, percent: int, mode: str) -> int:
    """Return the number of graduates that reaches a threshold, made whole by that mode."""
    return whole(share(graduates, percent), mode)


def belongs(graduate: Graduate, group: str) -> bool | None:
    """Tell whether a graduate belongs to a group of ``GROUPS``; ``None`` where nobody said."""
    poor = graduate.economically_disadvantaged
    return {
        "economically_disadvantaged": poor,
        "not_economically_disadvantaged": None if poor is None else not poor,
        "special_education": graduate.special_education,
    }[group]


def _counted(group: str, graduates: tuple[Graduate, ...]) -> GroupCounts:
    members = [one.state for one in graduates if belongs(one, group)]
    open_ = [one.state for one in graduates if belongs(one, group) is None]
    unplaced = Unplaced(len(open_), open_.count(MET), open_.count(UNKNOWN)) if open_ else None
    return GroupCounts(len(members), members.count(MET), members.count(UNKNOWN), unplaced)


def _check(group: str, counts: GroupCounts) -> None:
    if group not in GROUPS:
        raise CannotCount(f"A group is one of {', '.join(GROUPS)}, not {group}.")
    for graduates, met, unknown in (counts[:-1], counts.unplaced or (0, 0, 0)):
        if min(graduates, met, unknown) < 0 or met + unknown > graduates:
            raise CannotCount(
                f"{group}: {met} met and {unknown} unknown cannot be among {graduates} graduates."
            )


def _groups(
    groups: Mapping[str, GroupCounts], year: FiscalYear, mode: str
) -> dict[str, GroupBonus]:
    return {group: _group(group, groups[group], year, mode) for group in GROUPS if group in groups}


def _group(group: str, counts: GroupCounts, year: FiscalYear, mode: str) -> GroupBonus:
    asked, pays = threshold(group, year), rate(group, year)
    percent, dollars = asked.value.percent, pays.value.dollars
    minimum = minimum_of(counts.graduates, percent, mode)
    above = _above(counts, percent, mode)
    short = max(minimum - counts.met, 0)
    return GroupBonus(
        group=group,
        counts=counts,
        threshold_percent=percent,
        minimum=minimum,
        above=above,
        rate=dollars,
        dollars=Range(above.low * dollars, above.high * dollars),
        students_to_threshold=short,
        next_graduate=0 if short else dollars,
        threshold=asked.authority,
        pays=pays.authority,
    )


def _above(counts: GroupCounts, percent: int, mode: str) -> Range:
    """Return how many are above the minimum.

    Whoever is met adds at least as much above it as they add to it, so the unplaced who are met
    make the number highest, and all the others lowest.
    """
    open_ = counts.unplaced or Unplaced(0, 0, 0)
    low_size = counts.graduates + open_.graduates - open_.met
    could_be_met = open_.met + open_.unknown
    high_size = counts.graduates + could_be_met
    high_met = counts.met + counts.unknown + could_be_met
    return Range(
        max(counts.met - minimum_of(low_size, percent, mode), 0),
        max(high_met - minimum_of(high_size, percent, mode), 0),
    )


def _total(groups: Iterable[GroupBonus]) -> Range:
    found = [one.dollars for one in groups]
    return Range(sum(one.low for one in found), sum(one.high for one in found))


def _differing(by_mode: Mapping[str, Mapping[str, GroupBonus]]) -> tuple[str, ...]:
    ways = tuple(by_mode.values())
    return tuple(group for group in ways[0] if len({way[group].dollars for way in ways}) > 1)
