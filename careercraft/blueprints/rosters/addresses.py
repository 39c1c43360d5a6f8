"""The addresses of rosters: what a query asks, without a name in it."""

from __future__ import annotations

from typing import Any

from careercraft.blueprints.rosters.forms import ME
from careercraft.services.rosters import RosterQuery
from careercraft.services.rosters.filters import USUAL_POINTS
from careercraft.web.links import asking_href

NOTHING_ASKED = RosterQuery(0)


def address(query: RosterQuery, **changes: Any) -> str:
    """The address of a list; only what differs from the plain list of the class stands in it."""
    wanted = query._replace(**changes)
    return asking_href("rosters.show", "class_of", wanted.class_of, arguments(wanted))


def arguments(query: RosterQuery) -> dict[str, Any]:
    """What of a query stands in its address; the search for a name never does."""
    given = {
        "campus": query.campus_id,
        "counselor": ME if query.mine else query.counselor_id,
        "group": query.group,
        "indicator": query.indicator,
        "indicator_state": query.indicator_state if query.indicator else None,
        "state": query.state,
        "left": query.left,
        "only_by": query.only_by,
        "at_least": query.at_least,
        "bonus": query.bonus,
        "near": query.near,
        "within": query.within if query.near and query.within != USUAL_POINTS else None,
        "program": query.program,
        "list": query.list_id,
        "sort": query.sort if query.sort != NOTHING_ASKED.sort else None,
        "descending": "1" if query.descending else None,
        "page": query.page if query.page > 1 else None,
    }
    told = {name: str(value) for name, value in given.items() if value is not None}
    return told | ({"show": list(query.columns)} if query.columns else {})
