"""What the people who run an installation do for all districts: verify the trail, nightly work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from careercraft.clock import now
from careercraft.db import district_session
from careercraft.installation import Problem, opened_runtime
from careercraft.jobs.clock import visit_all
from careercraft.models import District
from careercraft.privacy.audit_check import Head
from careercraft.privacy.keys import KeyDestroyed
from careercraft.runtime import Runtime
from careercraft.services import nightly
from careercraft.services.context import Desk
from careercraft.services.districts import district_id_of, open_keys, worker_actor
from careercraft.services.oversight import heads, verifying

SHORTEST_PAUSE = 10
Say = Callable[[str], object]


class Wanted(NamedTuple):
    """Which district (all of them where none is named), and a printed head to compare with."""

    district_number: str | None = None
    head: str | None = None


def verify(environ: Mapping[str, str], wanted: Wanted, say: Say) -> bool:
    """Verify the audit trail, saying what was found; whether every chain is whole."""
    if wanted.head and not wanted.district_number:
        raise Problem("A head belongs to one district: name it with --district.")
    printed = _parsed(wanted.head) if wanted.head else []
    whole = True
    with opened_runtime(environ) as runtime:
        for number, desk in _desks(runtime, wanted.district_number):
            found = verifying.verify(desk, printed)
            whole = whole and found.broken is None
            for line in verifying.sentences(found):
                say(f"{number}: {line}")
    return whole


def note_heads(environ: Mapping[str, str], wanted: Wanted, say: Say) -> bool:
    """Note how long each trail is now, and print it to be kept elsewhere."""
    with opened_runtime(environ) as runtime:
        for number, desk in _desks(runtime, wanted.district_number):
            say(f"{number} {heads.printed(heads.note(desk))}")
    return True


def run_nightly(environ: Mapping[str, str], wanted: Wanted, say: Say) -> bool:
    """Do the nightly work of each district; whether everything of it was done and found well."""
    well = True
    with opened_runtime(environ) as runtime:
        for number, desk in _desks(runtime, wanted.district_number):
            for line in nightly.run(desk):
                well = well and line.well
                say(f"{number}: {line.said}")
    return well


def run_clock(environ: Mapping[str, str], every_seconds: int | None) -> str:
    """Do in every district what is due: once, or every so many seconds until stopped."""
    if every_seconds is not None and every_seconds < SHORTEST_PAUSE:
        raise Problem(f"Give --every at least {SHORTEST_PAUSE} seconds.")
    with opened_runtime(environ) as runtime:
        looks, sent = visit_all(runtime)
        while every_seconds is not None:
            time.sleep(every_seconds)
            looks, sent = visit_all(runtime)
    return f"Looks at feeds put on the queue: {looks}. Messages handed over: {sent}."


def _desks(runtime: Runtime, number: str | None) -> Iterator[tuple[str, Desk]]:
    for district_id in [district_id_of(number)] if number else _every_district(runtime):
        with district_session(runtime.sessions, district_id) as session:
            district = session.get(District, district_id)
            if district is None:
                raise Problem(f"There is no district {number}.")
            try:
                keys = open_keys(session, runtime.master, district_id)
            except KeyDestroyed:
                continue  # its data are gone by agreement, and its chain with its key
            actor = worker_actor(district_id, None)
            yield district.number, Desk(session, actor, keys, runtime.files, now())


def _every_district(runtime: Runtime) -> list[UUID]:
    named = func.districts_with_staff().table_valued("district_id")
    with runtime.sessions() as session:
        return sorted(session.scalars(select(named.c.district_id)))


def _parsed(text: str) -> list[Head]:
    try:
        return [heads.parsed(text)]
    except heads.NotAHead as told:
        raise Problem(str(told)) from None
