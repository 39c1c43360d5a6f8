"""Closing the Gaps: CCMR by student group.

Its denominator is the annual graduates together with the twelfth graders in attendance in the
last six weeks who did not graduate. One of those who attended two campuses in that time belongs to
neither: the caller leaves the student out. The limit on sunsetting certifications does not apply
here. Points are not computed: the targets of the groups were not read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from careercraft.calc.campus.outcomes import Outcome
from careercraft.calc.campus.rates import CLOSING_THE_GAPS, Range, large_enough
from careercraft.calc.facts import StudentFacts
from careercraft.calc.findings import State
from careercraft.calc.history import NoValueInForce
from careercraft.calc.ratings.rules import GroupNames, in_force

ALL = "all"
OWN_FLAGS = ("economically_disadvantaged", "emergent_bilingual", "special_education")
HIGH_FOCUS = "high_focus"
GROUPS = (ALL, *OWN_FLAGS, HIGH_FOCUS)

Membership = bool | None
Belongs = Callable[[StudentFacts], Membership]


class GroupFigures(NamedTuple):
    """A group's figures in Closing the Gaps.

    ``membership_unknown`` counts students of whom nobody said whether they belong; they are in no
    other number here. ``evaluated`` tells whether the group is large enough by itself.
    """

    group: str
    denominator: int
    credited: Range
    membership_unknown: int
    evaluated: bool


def group_figures(
    group: str, students: Sequence[tuple[Outcome, Membership]], year: int
) -> GroupFigures:
    """Return the figures of one group, from each student's outcome and membership."""
    members = [outcome for outcome, belongs in students if belongs]
    met = sum(outcome.state is State.MET for outcome in members)
    unknown = sum(outcome.state is State.UNKNOWN for outcome in members)
    not_said = sum(belongs is None for _, belongs in students)
    return figures_of_counts(group, len(members), Range(met, met + unknown), not_said, year)


def figures_of_counts(
    group: str, denominator: int, credited: Range, membership_unknown: int, year: int
) -> GroupFigures:
    """Return the figures of a group that somebody has counted already."""
    evaluated = large_enough(denominator, CLOSING_THE_GAPS, year)
    return GroupFigures(group, denominator, credited, membership_unknown, evaluated)


def belongs(facts: StudentFacts, group: str, year: int) -> Membership:
    """Tell whether a student belongs to a group of ``GROUPS``; ``None`` where it is not known."""
    if group == ALL:
        return True
    if group == HIGH_FOCUS:
        return _high_focus(facts, year)
    answer: Membership = getattr(facts, group)
    return answer


def _high_focus(facts: StudentFacts, year: int) -> Membership:
    """Tell whether a student belongs to any of the groups of High Focus that are on file."""
    try:
        groups = in_force(HIGH_FOCUS, GroupNames, year).value.groups
    except NoValueInForce:
        return None
    answers = [getattr(facts, group, None) for group in groups]
    if True in answers:
        return True
    return None if None in answers else False
