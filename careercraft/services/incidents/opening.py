"""An incident is reported by whoever notices it: the clocks run from what they say."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.models import Incident
from careercraft.privacy.access import NotAllowed
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.incidents.facts import State
from careercraft.services.context import Desk
from careercraft.services.incidents import store


class Noticed(NamedTuple):
    """What somebody noticed, and when they first knew of it."""

    title: str
    what: str
    discovered_at: datetime


def report(desk: Desk, noticed: Noticed) -> UUID:
    """Open an incident from what a member of staff noticed; raises `Refused`."""
    if desk.actor.user_id is None:
        raise NotAllowed("incident")
    missing = [
        sentence
        for text, sentence in (
            (noticed.title.strip(), "Say in a few words what it is."),
            (noticed.what.strip(), "Say what was noticed."),
        )
        if not text
    ]
    if noticed.discovered_at > desk.now:
        missing.append("The moment of the discovery is in the future.")
    if missing:
        raise Refused(*missing)
    return _open(desk, noticed, desk.actor.user_id)


def _open(desk: Desk, noticed: Noticed, opened_by: UUID) -> UUID:
    incident_id = uuid4()
    content = {"title": noticed.title.strip(), "what": noticed.what.strip()}
    row = Incident(
        id=incident_id,
        district_id=desk.actor.district_id,
        number=_next_number(desk),
        state=State.SUSPECTED.value,
        discovered_at=noticed.discovered_at,
        opened_by=opened_by,
        opened_at=desk.now,
        readable="unknown",
        told={},
        content_sealed=store.seal_content(desk, incident_id, content),
    )
    desk.session.add(row)
    desk.session.flush()
    store.note_entry(desk, row, "report")
    store.note_clock(desk, row)
    desk.record(Event.INCIDENT_OPENED, "incident", row.id)
    desk.session.commit()
    return row.id


def _next_number(desk: Desk) -> int:
    lock = func.pg_advisory_xact_lock(func.hashtextextended(str(desk.actor.district_id), 3))
    desk.session.execute(select(lock))
    last = desk.session.execute(select(func.max(Incident.number))).scalar_one()
    return (last or 0) + 1
