"""Which students a roster lists, as far as the database does not decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careercraft.privacy.identity import profile_from
from careercraft.privacy.names import folded
from careercraft.services import groups
from careercraft.services.class_counts import NOT_JUDGED
from careercraft.services.context import Desk
from careercraft.services.students import matches

if TYPE_CHECKING:
    from careercraft.services.rosters import RosterQuery


def wanted(desk: Desk, query: RosterQuery, line: Any) -> bool:
    """Whether a line of a roster fits every filter that its row or its sealed record decides."""
    return (
        all(one.fits(line.row) for one in query.row_filters)
        and _has_indicator(query, line)
        and _is_searched(query, line)
        and _in_groups(desk, query, line)
    )


def _has_indicator(query: RosterQuery, line: Any) -> bool:
    if not query.indicator:
        return True
    state = (line.row.indicators or {}).get(query.indicator, NOT_JUDGED)
    return bool(state == query.indicator_state)


def _is_searched(query: RosterQuery, line: Any) -> bool:
    words = folded(query.search.replace(",", " ")).split()
    return not words or matches(line.identity, words)


def _in_groups(desk: Desk, query: RosterQuery, line: Any) -> bool:
    asked = [groups.BY_ID[one] for one in (query.group, query.program) if one in groups.BY_ID]
    if not asked:
        return True
    profile = profile_from(desk.keys, line.row.id, line.row.profile_sealed)
    return all(group.belongs(line.identity, profile) for group in asked)
