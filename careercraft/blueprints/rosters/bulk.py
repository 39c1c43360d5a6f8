"""What is done with a whole roster or its ticked rows: kept, put on a list, assigned."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from werkzeug.datastructures import MultiDict

from careercraft.blueprints.rosters.addresses import arguments
from careercraft.blueprints.rosters.forms import chosen_students, read_query
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import caseloads, rosters, watch_lists
from careercraft.services.context import Desk
from careercraft.services.rosters import FoundRoster, RosterQuery
from careercraft.services.rosters.words import chosen_campus
from careercraft.services.watch_lists import FIXED, Listed

NAME_WANTED = "Give the list a name of at most 80 characters. Nothing was saved."
NOBODY_TICKED = "Tick at least one student, or choose everybody who fits. Nothing was changed."


class Bulk(NamedTuple):
    """What the bar above a roster offers."""

    fields: dict[str, Any]
    """The filter, which every form of the bar sends along."""
    share_with: str | None
    """The campus that a list can be shared with."""
    lists: tuple[Listed, ...]
    """The fixed lists of the class."""
    list_id: UUID | None
    """The fixed list that is shown."""
    counselors: tuple[tuple[UUID, str], ...]


def bulk_of(desk: Desk, roster: FoundRoster) -> Bulk:
    """The bar above a roster, as far as its reader may use it."""
    query = roster.query
    campus = chosen_campus(roster)
    fixed = (one for one in watch_lists.lists(desk) if one.kind == FIXED)
    return Bulk(
        arguments(query._replace(page=1)),
        campus.label if campus else None,
        tuple(one for one in fixed if one.class_of == query.class_of),
        query.list_id,
        _counselors(desk, roster),
    )


def _counselors(desk: Desk, roster: FoundRoster) -> tuple[tuple[UUID, str], ...]:
    if Permission.CAMPUS_CASELOAD_ASSIGN not in permissions(desk.actor):
        return ()
    campus = chosen_campus(roster)
    asked = [campus] if campus else roster.campuses
    return caseloads.possible_counselors(desk, [UUID(one.id) for one in asked])


def chosen_query(class_of: int, values: Any) -> RosterQuery:
    """The roster of a bulk form's students: all who fit its filter, or the ticked ones."""
    query, _ = read_query(class_of, values)
    ticked = chosen_students(values)
    return query if ticked is None else of_ticked(query, ticked)


def of_ticked(query: RosterQuery, ticked: frozenset[UUID]) -> RosterQuery:
    """The roster of ticked students in the order that is shown: a tick outlasts the filter under
    which it was made."""
    return RosterQuery(
        query.class_of,
        sort=query.sort,
        descending=query.descending,
        columns=query.columns,
        only=ticked,
    )


def chosen_ids(desk: Desk, class_of: int, values: Any) -> frozenset[UUID]:
    """The students of a bulk form: the ticked ones, or all who fit; of those the reader sees."""
    query, ticked = chosen_query(class_of, values), chosen_students(values)
    return frozenset() if ticked == frozenset() else rosters.students_of(desk, query)


def campus_to_share(desk: Desk, query: RosterQuery) -> UUID | None:
    """The campus that a list of this filter can be shared with."""
    campuses = rosters.campus_choices(desk)
    only = UUID(campuses[0].id) if len(campuses) == 1 else None
    return query.campus_id or only


def read_list(listed: Listed) -> RosterQuery:
    """What a live list asks, read as an address is read."""
    asked: MultiDict[str, str] = MultiDict(listed.asked)
    return read_query(listed.class_of, asked)[0]
