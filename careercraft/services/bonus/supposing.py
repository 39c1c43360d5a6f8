"""From counts to what they would be if something were so. Pure: nothing is read, nothing kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from careercraft.calc.bonus import DistrictBonus, GroupCounts, district_bonus
from careercraft.services.bonus.graduates import (
    ECONOMIC,
    ENROLLMENT,
    MET,
    OTHER,
    SPECIAL,
    Graduate,
    counts,
)
from careercraft.services.bonus.scenarios import Supposed


class CannotSuppose(Exception):  # noqa: N818 - an answer to the person, not a fault
    """Something that cannot be supposed of this class; `field` names it, the text says why."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class Change(NamedTuple):
    """A group now and supposed: met of graduates, graduates to the threshold, dollars."""

    group: str
    graduates: int
    met_before: int
    met_after: int
    minimum: int
    short_before: int
    short_after: int
    above_before: int
    above_after: int
    dollars_before: int
    dollars_after: int

    @property
    def gained(self) -> int:
        """What the group's dollars change by."""
        return self.dollars_after - self.dollars_before


class Outlook(NamedTuple):
    """A class now and supposed."""

    changes: tuple[Change, ...]
    total_before: int
    total_after: int
    paid_in: str

    @property
    def gained(self) -> int:
        """What the total changes by."""
        return self.total_after - self.total_before


def outlook(
    class_of: int,
    people: Sequence[Graduate],
    supposed: Supposed,
    *,
    rate: int | None,
    rounding: str | None,
) -> Outlook:
    """Compare a class as it is expected now with what is supposed.

    `rate` is the enrolment rate that holds now; a supposed rate takes its place. Raises
    `CannotSuppose`.
    """
    check(people, supposed)
    now = expected(counts(people), waiting(people), rate)
    wanted = rate if supposed.rate is None else supposed.rate
    supposedly = suppose(people, supposed.marked)
    later = expected(counts(supposedly), waiting(supposedly), wanted)
    later = _with_more(later, supposed.more)
    before = district_bonus(class_of, now, rounding=rounding)
    after = district_bonus(class_of, later, rounding=rounding)
    return Outlook(
        tuple(_change(group, before, after) for group in before.groups),
        before.total.low,
        after.total.low,
        before.paid_in,
    )


def check(people: Sequence[Graduate], supposed: Supposed) -> None:
    """Raise `CannotSuppose` for students of another class and for more than there are."""
    if supposed.marked - {one.id for one in people}:
        raise CannotSuppose("marked", "One of the marked students is not in this class any more.")
    later = counts(suppose(people, supposed.marked))
    for group, more in supposed.more.items():
        room = later[group].graduates - later[group].met
        if not 0 <= more <= room:
            raise CannotSuppose(
                group, f"A whole number from 0 to {room:,} was expected: so many do not meet it."
            )
    both = supposed.more.get(ECONOMIC, 0) + supposed.more.get(OTHER, 0)
    if supposed.more.get(SPECIAL, 0) > both:
        raise CannotSuppose(
            SPECIAL,
            "Students in special education are counted among the first two groups: say there "
            "how many more, then here how many of them.",
        )


def suppose(people: Sequence[Graduate], marked: Collection[UUID]) -> list[Graduate]:
    """The same graduates, the marked ones as met."""
    return [one._replace(state=MET, waits_for="") if one.id in marked else one for one in people]


def waiting(people: Sequence[Graduate]) -> dict[str, int]:
    """How many of each group hang on college enrolment alone."""
    hanging = [one for one in people if one.waits_for == ENROLLMENT]
    return {group: sum(one.is_in(group) is True for one in hanging) for group in counts(())}


def expected(
    now: Mapping[str, GroupCounts], hanging: Mapping[str, int], rate: int | None
) -> dict[str, GroupCounts]:
    """The groups with as many more met as the enrolment rate brings, halves up; nothing unknown.

    Without a rate nobody is added.
    """
    return {
        group: GroupCounts(
            one.graduates, one.met + ((2 * hanging[group] * (rate or 0) + 100) // 200), 0
        )
        for group, one in now.items()
    }


def _with_more(
    groups: Mapping[str, GroupCounts], more: Mapping[str, int]
) -> dict[str, GroupCounts]:
    return {
        group: one._replace(met=min(one.graduates, one.met + more.get(group, 0)))
        for group, one in groups.items()
    }


def _change(group: str, before: DistrictBonus, after: DistrictBonus) -> Change:
    now, later = before.groups[group], after.groups[group]
    return Change(
        group,
        now.counts.graduates,
        now.counts.met,
        later.counts.met,
        now.minimum,
        now.students_to_threshold,
        later.students_to_threshold,
        now.above.low,
        later.above.low,
        now.dollars.low,
        later.dollars.low,
    )
