"""What a director keeps an eye on: two live watch lists per high school, shared with its staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from careercraft.services import watch_lists
from careercraft.services.context import Desk

CLASS = 2027
WATCHED: tuple[tuple[str, dict[str, str]], ...] = (
    ("Retest in March: close in math", {"near": "tsi.math", "state": "not_met"}),
    ("Only a certification that is going away", {"only_by": "sunsetting_ibc"}),
)


def keep(desk: Desk, campus_ids: Mapping[str, UUID]) -> Iterator[str]:
    """Save the lists once, saying a line for each; a second call changes nothing."""
    if watch_lists.lists(desk):
        return
    for campus_id in campus_ids.values():
        for name, asked in WATCHED:
            asked_here = asked | {"campus": str(campus_id)}
            watch_lists.save_live(desk, name, CLASS, asked_here, campus_id)
    yield f"Keeping {len(WATCHED)} watch lists for each of {len(campus_ids)} schools."
