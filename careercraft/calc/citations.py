"""Where a rule was read, and how far that reading can be trusted."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

KEPT = 1024


class Standing(StrEnum):
    """How sure a value is.

    ``read``: seen in the text of the state, its agencies or the statute. ``secondary``: seen only
    in what others wrote about it. ``assumed``: an inference, to be checked before money or ratings
    rest on it.
    """

    READ = "read"
    SECONDARY = "secondary"
    ASSUMED = "assumed"


READ: Final = Standing.READ
SECONDARY: Final = Standing.SECONDARY
ASSUMED: Final = Standing.ASSUMED
DOUBT: Final = {READ: 0, SECONDARY: 1, ASSUMED: 2}


def worst(standings: Collection[Standing]) -> Standing:
    """Return the least sure of the given standings; ``read`` when there are none."""
    if ASSUMED in standings:
        return ASSUMED
    return SECONDARY if SECONDARY in standings else READ


def surest(standings: Collection[Standing]) -> Standing:
    """Return the most sure of the given standings; ``read`` when there are none."""
    if READ in standings or not standings:
        return READ
    return SECONDARY if SECONDARY in standings else ASSUMED


class Source(NamedTuple):
    """A document of ``params/sources.yaml``, with its address where one is recorded."""

    id: str
    title: str
    url: str | None


class Citation(NamedTuple):
    """A place in a source: ``at`` is the section, row or page."""

    source: str
    at: str
    url: str | None
    title: str


class Authority(NamedTuple):
    """What a rule rests on: its citations and the standing of the value used."""

    cite: tuple[Citation, ...] = ()
    standing: Standing = Standing.READ


@lru_cache(maxsize=KEPT)
def jointly(*authorities: Authority) -> Authority:
    """Return the authority of a rule that needs all of these: the worst standing decides."""
    cites = tuple(dict.fromkeys(cite for authority in authorities for cite in authority.cite))
    return Authority(cites, worst([authority.standing for authority in authorities]))
