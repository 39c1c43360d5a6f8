"""The students among whom a roster chooses: what decides is read of all, who they are of few."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from careercraft.models import Campus, Outcome, Student
from careercraft.privacy.access import visible_students
from careercraft.privacy.identity import Identity, identity_from
from careercraft.privacy.keys import DistrictKeys
from careercraft.services import watch_lists
from careercraft.services.class_counts import NOT_JUDGED, in_class
from careercraft.services.context import Desk
from careercraft.services.roster_words import INDICATOR_COLUMNS

if TYPE_CHECKING:
    from careercraft.services.rosters import RosterQuery


class Line:
    """A student of the answered query; who it is is opened only when somebody asks."""

    __slots__ = ("_identity", "_keys", "row")

    def __init__(self, row: Any, keys: DistrictKeys) -> None:
        self.row, self._keys = row, keys
        self._identity: Identity | None = None

    @property
    def state(self) -> str:
        """The state of the stored outcome."""
        return self.row.state or NOT_JUDGED

    @property
    def identity(self) -> Identity:
        """Who the student is."""
        if self._identity is None:
            self._identity = identity_from(self._keys, self.row.id, self.row.identity_sealed)
        return self._identity


def lines_of(desk: Desk, query: RosterQuery) -> Iterator[Line]:
    """Every student of the reader's scope whom the database finds, in no order."""
    for row in desk.session.execute(_rows_query(desk, query)):
        yield Line(row, desk.keys)


def _rows_query(desk: Desk, query: RosterQuery) -> Select[*tuple[Any, ...]]:
    """What decides whether and where a student is listed; what is shown is asked for afterwards."""
    rows = (
        select(*_deciding(query))
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(visible_students(desk.actor), in_class(query.class_of))
    )
    if query.campus_id:
        rows = rows.where(Student.campus_id == query.campus_id)
    if query.counselor_id:
        rows = rows.where(Student.counselor_id == query.counselor_id)
    if query.list_id:
        rows = rows.where(watch_lists.members(query.list_id))
    if query.only:
        rows = rows.where(Student.id.in_(query.only))
    return rows


def _deciding(query: RosterQuery) -> list[Any]:
    """The columns that some filter or order asks for; the large ones only where it does."""
    by_indicator = query.near is not None or query.sort in INDICATOR_COLUMNS
    return [
        Student.id,
        Student.status,
        Student.campus_id,
        Student.counselor_id,
        Student.identity_sealed,
        Campus.name.label("campus_name"),
        Outcome.state,
        Outcome.level,
        Outcome.only_by_sunsetting_ibc,
        Outcome.only_by_tier_3_ibc,
        Outcome.sure_level,
        Outcome.standing,
        Outcome.bonus_state,
        Outcome.bonus_waits_for,
        Outcome.computed_at,
        *([Outcome.indicators] if by_indicator or query.indicator else []),
        *([Outcome.gaps] if by_indicator else []),
        *([Student.profile_sealed] if query.group or query.program else []),
    ]
