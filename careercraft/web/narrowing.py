"""How a list is narrowed down: the filters in use, the tabs beside it, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from careercraft.filters import listed


class Chip(NamedTuple):
    """A filter in use; `remove_href` leads to the list without it.

    `drops_search`: the search goes with it, though no address holds it.
    """

    label: str
    value: str
    remove_href: str
    drops_search: bool = False


class Tab(NamedTuple):
    """A part of a list with how many it holds and the address that opens it."""

    label: str
    number: int
    href: str
    current: bool


def left_out(dropped: Iterable[str]) -> list[str]:
    """The notice of what an address asked for in vain; nothing where it asked for nothing such."""
    names = list(dict.fromkeys(dropped))
    if not names:
        return []
    what = listed(names)
    return [
        f"The address asked for something that is not here ({what}). The list is shown without it."
    ]
