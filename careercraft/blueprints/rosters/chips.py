"""The filters in use as chips, each with the address of the list without it."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.blueprints.rosters.addresses import address
from careercraft.services import groups
from careercraft.services.bonus_words import FILTERS
from careercraft.services.rosters import Roster, RosterQuery
from careercraft.services.rosters.filters import AT_LEAST, LEFT, ONLY_BY, USUAL_POINTS, near
from careercraft.services.rosters.words import (
    INDICATOR_NAMES,
    STATE_NAMES,
    chosen_campus,
    chosen_counselor,
)
from careercraft.web.narrowing import Chip

FROM_FIGURES = {"left": LEFT, "only_by": ONLY_BY, "at_least": AT_LEAST}


def chips_of(roster: Roster) -> list[Chip]:
    """Every filter in use, in the order in which people think of them."""
    query = roster.query
    return [*_whose(roster), *_who(query), *_how(query)]


def _whose(roster: Roster) -> Iterator[Chip]:
    query = roster.query
    if query.search:
        yield Chip("Name or ID", query.search, address(query, page=1), drops_search=True)
    if roster.list_name:
        yield Chip("List", roster.list_name, address(query, list_id=None, page=1))
    campus = chosen_campus(roster)
    if query.campus_id and campus and len(roster.campuses) > 1:
        yield Chip("Campus", campus.label, address(query, campus_id=None, page=1))
    if counselor := chosen_counselor(roster):
        href = address(query, counselor_id=None, mine=False, page=1)
        yield Chip("Counselor", counselor.label, href)


def _who(query: RosterQuery) -> Iterator[Chip]:
    for name, label in (("group", "Group"), ("program", "Program")):
        if group := groups.BY_ID.get(getattr(query, name) or ""):
            yield Chip(label, group.label, address(query, **{name: None}, page=1))
    for name, filters in FROM_FIGURES.items():
        if one := filters.get(getattr(query, name) or ""):
            yield Chip("Only", one.label, address(query, **{name: None}, page=1))


def _how(query: RosterQuery) -> Iterator[Chip]:
    if query.near:
        href = address(query, near=None, within=USUAL_POINTS, page=1)
        yield Chip("Close to a cut", near(query.near, query.within).label, href)
    if query.indicator:
        state = STATE_NAMES[query.indicator_state].lower()
        href = address(query, indicator=None, indicator_state="met", page=1)
        yield Chip(INDICATOR_NAMES[query.indicator], state, href)
    if query.bonus:
        href = address(query, bonus=None, page=1)
        yield Chip("Outcomes bonus", FILTERS[query.bonus], href)
    if query.state:
        yield Chip("Status", STATE_NAMES[query.state], address(query, state=None, page=1))
