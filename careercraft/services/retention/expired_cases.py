"""Closed requests of families, and closed incidents, past their period."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, or_, select

from careercraft.models import (
    AccessPacket,
    Correction,
    Incident,
    IncidentEntry,
    IncidentStudent,
    Paper,
    PrivacyRequest,
    RequestItem,
    RequestLetter,
    RequestStep,
    Restriction,
    Statement,
)
from careercraft.services.context import Desk
from careercraft.services.incidents import letters as incident_letters
from careercraft.services.records import cases, letters, packets
from careercraft.services.retention.expiring import Expiry, ids, midnight

STANDS_ON_IT: tuple[Any, ...] = (Correction, Statement, Restriction, Paper)
"""What stays with the student's record and names the request that brought it about."""
EMPTY = b""


def requests(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Requests that were closed by then, about records that no other request holds; those that
    only keep their number because something rests on it are done with.
    """
    rests = or_(*(exists().where(one.request_id == PrivacyRequest.id) for one in STANDS_ON_IT))
    query = select(PrivacyRequest.id).where(
        PrivacyRequest.closed_at < midnight(until),
        PrivacyRequest.student_id.not_in(held),
        or_(PrivacyRequest.details_sealed != EMPTY, ~rests),
    )
    return ids(desk, query.order_by(PrivacyRequest.id))


def _destroy_request(desk: Desk, request_id: UUID) -> None:
    """The whole case; where something in the record still rests on it, its number stays, without
    words.
    """
    for area, model in ((letters.STORE, RequestLetter), (packets.STORE, AccessPacket)):
        files: Any = model
        for row_id in ids(desk, select(files.id).where(files.request_id == request_id)):
            desk.files.remove(desk.keys, area, row_id)
    for part in (RequestLetter, AccessPacket, RequestStep, RequestItem):
        rows: Any = part
        desk.session.execute(delete(rows).where(rows.request_id == request_id))
    if _is_rested_on(desk, request_id):
        row = desk.session.get_one(PrivacyRequest, request_id)
        row.details_sealed = EMPTY
        row.facts = {cases.WORDS_DESTROYED: desk.now.isoformat()}
        desk.session.flush()
    else:
        desk.session.execute(delete(PrivacyRequest).where(PrivacyRequest.id == request_id))


def _is_rested_on(desk: Desk, request_id: UUID) -> bool:
    rests = or_(*(exists().where(one.request_id == request_id) for one in STANDS_ON_IT))
    return bool(desk.session.scalar(select(rests)))


def incidents(desk: Desk, until: date, held: Collection[UUID]) -> list[UUID]:
    """Incidents that were closed by then and affected nobody whose record is held."""
    held_ones = select(IncidentStudent.incident_id).where(IncidentStudent.student_id.in_(held))
    query = select(Incident.id).where(
        Incident.closed_at < midnight(until), Incident.id.not_in(held_ones)
    )
    return ids(desk, query.order_by(Incident.id))


def _destroy_incident(desk: Desk, incident_id: UUID) -> None:
    mine = IncidentStudent.incident_id == incident_id
    for row_id in ids(desk, select(IncidentStudent.id).where(mine)):
        desk.files.remove(desk.keys, incident_letters.STORE, row_id)
    desk.files.remove(desk.keys, incident_letters.BOUND, incident_id)
    desk.session.execute(delete(IncidentStudent).where(mine))
    desk.session.execute(delete(IncidentEntry).where(IncidentEntry.incident_id == incident_id))
    desk.session.execute(delete(Incident).where(Incident.id == incident_id))


REQUESTS = Expiry(
    requests,
    _destroy_request,
    (
        *("privacy_requests", "request_items", "request_steps"),
        *("request_letters", "access_packets"),
    ),
)
INCIDENTS = Expiry(
    incidents, _destroy_incident, ("incidents", "incident_entries", "incident_students")
)
