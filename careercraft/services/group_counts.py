"""How many students of each group stand how, per class of a campus.

Counted while a campus is judged, where profiles are open anyway. Kept are numbers only: which
student belongs to which group stands in the clear nowhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from careercraft.calc import GraduatingClass, StudentFacts
from careercraft.calc.campus import belongs
from careercraft.calc.campus.groups import HIGH_FOCUS, OWN_FLAGS
from careercraft.models import GroupCount
from careercraft.privacy.identity import Identity, Profile
from careercraft.services import groups
from careercraft.services.context import Desk

STATES = ("met", "not_met", "unknown")
MEMBERSHIP_UNKNOWN = "membership_unknown"
NO_PROFILE = Profile()


class Counted(NamedTuple):
    """How the students of one group stand; `membership_unknown` are in none of the others."""

    met: int = 0
    not_met: int = 0
    unknown: int = 0
    membership_unknown: int = 0

    @property
    def members(self) -> int:
        """Everyone of whom it is known that they belong."""
        return self.met + self.not_met + self.unknown


class _Key(NamedTuple):
    class_of: int
    group: str
    graduated: bool


class GroupTally:
    """Counts the students of one campus, one by one."""

    def __init__(self) -> None:
        self._counts: defaultdict[_Key, Counter[str]] = defaultdict(Counter)

    def add(self, identity: Identity, facts: StudentFacts, state: str) -> None:
        """Count one student in every group."""
        for group, member in _memberships(identity, facts).items():
            key = _Key(int(facts.class_of), group, bool(facts.graduated))
            if member is not False:
                self._counts[key][MEMBERSHIP_UNKNOWN if member is None else state] += 1

    def keep(self, desk: Desk, campus_id: UUID) -> None:
        """Put these counts in the place of the campus's earlier ones; the caller commits."""
        desk.session.execute(delete(GroupCount).where(GroupCount.campus_id == campus_id))
        rows = [
            {
                "id": uuid4(),
                "district_id": desk.actor.district_id,
                "campus_id": campus_id,
                **key._asdict(),
                **{name: counted[name] for name in (*STATES, MEMBERSHIP_UNKNOWN)},
            }
            for key, counted in self._counts.items()
        ]
        if rows:
            desk.session.execute(insert(GroupCount), rows)


def counted_groups(
    desk: Desk, campus_ids: Iterable[UUID], class_of: int, *, graduates_only: bool = False
) -> Mapping[str, Counted]:
    """The counts of a class, added up over some campuses, per group."""
    query = select(
        GroupCount.group,
        GroupCount.met,
        GroupCount.not_met,
        GroupCount.unknown,
        GroupCount.membership_unknown,
    ).where(GroupCount.campus_id.in_(list(campus_ids)), GroupCount.class_of == class_of)
    if graduates_only:
        query = query.where(GroupCount.graduated)
    added: dict[str, Counted] = {}
    for group, *numbers in desk.session.execute(query):
        before = added.get(group, Counted())
        added[group] = Counted(*(a + b for a, b in zip(before, numbers, strict=True)))
    return added


def _memberships(identity: Identity, facts: StudentFacts) -> dict[str, bool | None]:
    """Every group with whether the student belongs; None where nobody said."""
    year = GraduatingClass(facts.class_of).rated_in()
    own = {group: belongs(facts, group, year) for group in (*OWN_FLAGS, HIGH_FOCUS)}
    not_said = identity.hispanic_latino is None and not identity.race
    races = {
        group.id: None if not_said else group.belongs(identity, NO_PROFILE)
        for group in groups.RACES
    }
    return own | races
