"""Where a rule was read, as a page links it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from careercraft.calc import Citation


class Cite(NamedTuple):
    """Where a rule was read, and its address where one is known."""

    text: str
    href: str | None


def cites_of(cites: Iterable[Citation]) -> tuple[Cite, ...]:
    """Each place once, in order."""
    return tuple(Cite(f"{one.title}: {one.at}", one.url) for one in dict.fromkeys(cites))
