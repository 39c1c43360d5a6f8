"""The whole district: the cast and everyone around it, the same for the same seed."""

from __future__ import annotations

from functools import cache
from random import Random

from careercraft.demo.cast import cast_records
from careercraft.demo.evidence import with_evidence
from careercraft.demo.people import People
from careercraft.demo.records import Record

SEED = 999901
HOW_MANY_STRANGERS = 9


@cache
def everyone(seed: int = SEED) -> tuple[Record, ...]:
    """Every student of Cottonwood Bend ISD; the cast comes first."""
    cast = cast_records()
    rng = Random(seed)  # noqa: S311 - invented people need no secret
    people = People(rng, [record.student for record in cast]).everyone()
    return cast + with_evidence(people, rng)


@cache
def strangers(seed: int = SEED) -> tuple[Record, ...]:
    """People in the vendors' files whom no roster knows: students who moved away.

    Vendors still report their scores; the district's own files no longer name them.
    """
    rng = Random(f"moved away {seed}")  # noqa: S311
    drawn = with_evidence(People(rng, [r.student for r in everyone(seed)]).everyone(), rng)
    away = [r for r in drawn if r.sat and r.tsia2]
    some = away[:: len(away) // HOW_MANY_STRANGERS][:HOW_MANY_STRANGERS]
    return tuple(record._replace(courses=(), credentials=()) for record in some)
