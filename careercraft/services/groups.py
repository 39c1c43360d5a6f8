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


def _high_focus_not_said(identity: Identity, profile: Profile) -> bool:
    """Whether a student is in no group of High Focus, and one of them is not on file."""
    names = in_force("high_focus", GroupNames, LATEST_YEAR).value.groups
    nobody_said = any(getattr(profile, name, None) is None for name in names)
    return nobody_said and not _high_focus(identity, profile)


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
NOT_SAID: tuple[StudentGroup, ...] = (
    StudentGroup(
        "eco-not-said",
        "No word on economic disadvantage",
        lambda _, p: p.economically_disadvantaged is None,
    ),
    StudentGroup(
        "eb-not-said",
        "No word on emergent bilingual",
        lambda _, p: p.emergent_bilingual is None,
    ),
    StudentGroup(
        "sped-not-said",
        "No word on special education",
        lambda _, p: p.special_education is None,
    ),
    StudentGroup("high-focus-not-said", "No word on High Focus", _high_focus_not_said),
    StudentGroup(
        "race-not-said",
        "No word on race or ethnicity",
        lambda i, _: i.hispanic_latino is None and not i.race,
    ),
)
"""Students of whom nobody said whether they belong to a group."""
BY_ID = {group.id: group for group in (*STUDENT_GROUPS, *NOT_SAID)}
RACE_NOT_SAID = "race-not-said"


def not_said_of(group_id: str) -> str:
    """The id of the group of those of whom nobody said whether they belong to another group."""
    of_race = group_id in {group.id for group in RACES}
    return RACE_NOT_SAID if of_race else f"{group_id}-not-said"
