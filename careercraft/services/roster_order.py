"""The order of a roster: by a column, and by name among those who are alike in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from careercraft.privacy.names import folded
from careercraft.services.bonus_words import STATES as BONUS_STATES
from careercraft.services.class_counts import NOT_JUDGED, STATES
from careercraft.services.students import name_order

if TYPE_CHECKING:
    from careercraft.services.rosters import RosterQuery

LEVELS = ("advanced", "demonstrated", "foundational", "unknown", "none")
MET, FARTHEST = -1.0, 99.0


def in_order(lines: list[Any], query: RosterQuery, staff: dict[UUID, str]) -> None:
    """Sort in place; students who are alike otherwise stand by name, either way round."""
    lines.sort(key=_by_name, reverse=query.descending and query.sort == "name")
    if query.sort != "name":
        lines.sort(key=_sort_key(query.sort, staff), reverse=query.descending)


def _by_name(line: Any) -> Any:
    return *name_order(line.identity), str(line.row.id)


def _sort_key(sort: str, staff: dict[UUID, str]) -> Callable[[Any], Any]:
    keys: dict[str, Callable[[Any], Any]] = {
        "campus": lambda line: line.row.campus_name,
        "counselor": lambda line: folded(staff.get(line.row.counselor_id, "~")),
        "state": lambda line: (STATES.index(line.state), LEVELS.index(line.row.level or "none")),
        "bonus": lambda line: (
            list(BONUS_STATES).index(line.row.bonus_state or NOT_JUDGED),
            line.row.bonus_waits_for or "~",
        ),
    }
    return keys.get(sort) or (lambda line: _distance(line, sort))


def _distance(line: Any, indicator: str) -> float:
    """How far an indicator is from being met, as a share of its scale; met comes first."""
    if (line.row.indicators or {}).get(indicator) == "met":
        return MET
    share = (line.row.gaps or {}).get(indicator, {}).get("share")
    return FARTHEST if share is None else float(share)
