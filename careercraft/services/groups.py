"""Student groups, as filters and reports name them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from careercraft.calc.ratings.rules import GroupNames, in_force
from careercraft.privacy.identity import Identity, Profile

LATEST_YEAR = 2100
"""A roster's filter goes by the newest list of groups on file."""
Belongs = Callable[[Identity, Profile], bool]


class StudentGroup(NamedTuple):
    """A group of students: its id in an address, its name, and who belongs to it."""

    id: str
    label: str
    belongs: Belongs


def _only_race(code: str) -> Belongs:
    return lambda identity, _: not identity.hispanic_latino and identity.race == (code,)


def _two_or_more(identity: Identity, _profile: Profile) -> bool:
    several = len(identity.race) > 1 or identity.race == ("two_or_more",)
    return several and not identity.hispanic_latino


def _high_focus(_identity: Identity, profile: Profile) -> bool:
    """Whether a student is in any group of High Focus that a profile tells of."""
    names = in_force("high_focus", GroupNames, LATEST_YEAR).value.groups
    return any(getattr(profile, name, None) for name in names)


RACES: tuple[StudentGroup, ...] = (
    StudentGroup("african-american", "African American", _only_race("black")),
    StudentGroup("american-indian", "American Indian", _only_race("american_indian")),
    StudentGroup("asian", "Asian", _only_race("asian")),
    StudentGroup("hispanic", "Hispanic", lambda i, _: bool(i.hispanic_latino)),
    StudentGroup("pacific-islander", "Pacific Islander", _only_race("pacific_islander")),
    StudentGroup("two-or-more", "Two or more races", _two_or_more),
    StudentGroup("white", "White", _only_race("white")),
)
"""The seven racial and ethnic groups of the state; each student with data is in exactly one."""

STUDENT_GROUPS: tuple[StudentGroup, ...] = (
    StudentGroup(
        "eco", "Economically disadvantaged", lambda _, p: bool(p.economically_disadvantaged)
    ),
    StudentGroup(
        "non-eco",
        "Not economically disadvantaged",
        lambda _, p: p.economically_disadvantaged is False,
    ),
    StudentGroup("eb", "Emergent bilingual", lambda _, p: bool(p.emergent_bilingual)),
    StudentGroup("sped", "Special education", lambda _, p: bool(p.special_education)),
    StudentGroup("high-focus", "High Focus", _high_focus),
    StudentGroup("504", "Section 504", lambda _, p: bool(p.section_504)),
    StudentGroup("at-risk", "At risk", lambda _, p: bool(p.at_risk)),
    StudentGroup("echs", "Early College High School", lambda _, p: p.program == "echs"),
    StudentGroup("ptech", "P-TECH", lambda _, p: p.program == "ptech"),
    *RACES,
)
BY_ID = {group.id: group for group in STUDENT_GROUPS}
