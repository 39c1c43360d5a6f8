"""Write the audit trail: a chain per district, in the transaction of what it records.

Whether the chain is whole is for `audit_check` to say.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import String, bindparam, func, select
from sqlalchemy.orm import Session

from careercraft.models import AuditEvent
from careercraft.privacy.access import Actor
from careercraft.privacy.events import Event
from careercraft.privacy.keys import DistrictKeys

FIRST_LINK = bytes(32)
ONE_AT_A_TIME = select(
    func.pg_advisory_xact_lock(func.hashtextextended(bindparam("district", type_=String), 0))
)
LAST_LINK = select(AuditEvent.number, AuditEvent.hash).order_by(AuditEvent.number.desc()).limit(1)
Detail = str | int | bool | None
WAITING_ROWS, FIRST_ROWS, WHOLE_FILE = "waiting_rows", "first_rows", "whole_file"
"""Details of an event that shows people in whom nobody has found a student yet: which rows; how
many of the first rows of a list, or that a whole file, was shown before it was read.
"""
FILES = "files"
"""Detail of an event that shows rows of several files: which."""


class LastLink(NamedTuple):
    """Where the chain goes on."""

    number: int
    hash: bytes


def record(  # noqa: PLR0917 - the first six are the sentence: who did what to what
    session: Session,
    keys: DistrictKeys,
    actor: Actor,
    event: Event,
    object_type: str,
    object_id: UUID | None = None,
    *,
    at: datetime,
    reason: str | None = None,
    details: Mapping[str, Detail] | None = None,
) -> None:
    """Add one link to the district's chain. `details` holds ids, counts and field names only."""
    _one_at_a_time(session, actor.district_id)
    last = last_link(session)
    link = AuditEvent(
        id=uuid4(),
        district_id=actor.district_id,
        number=last.number + 1 if last else 1,
        at=at.astimezone(UTC),
        actor_id=actor.user_id,
        sign_in_id=actor.sign_in_id,
        action=event.value,
        object_type=object_type,
        object_id=object_id,
        reason=reason,
        details=dict(details or {}),
        previous_hash=last.hash if last else FIRST_LINK,
    )
    link.hash = link_hash(keys, link)
    session.add(link)
    session.flush()


def whom(student_ids: Iterable[UUID]) -> str:
    """Opaque ids, of students for the most part, as the details of an event keep them."""
    return " ".join(dict.fromkeys(one.hex for one in student_ids))


def files_in(details: Mapping[str, Any]) -> frozenset[UUID]:
    """The files whose rows an event shows, where they are several."""
    ids = details.get(FILES)
    return frozenset(UUID(text) for text in ids.split()) if isinstance(ids, str) else frozenset()


def rows_in(details: Mapping[str, Any]) -> frozenset[UUID]:
    """The rows of files or lists that an event shows and in which nobody had been found."""
    ids = details.get(WAITING_ROWS)
    return frozenset(UUID(text) for text in ids.split()) if isinstance(ids, str) else frozenset()


def named_in(details: Mapping[str, Any]) -> frozenset[UUID]:
    """The students whom the details of an event name; a plain count names nobody."""
    ids = details.get("students")
    listed = ids.split() if isinstance(ids, str) else []
    one = details.get("student_id")
    return frozenset(UUID(text) for text in (*listed, *([str(one)] if one else [])))


def link_hash(keys: DistrictKeys, link: AuditEvent, number: int | None = None) -> bytes:
    """The keyed hash over a link and the hash before it; with a `number`, as if it stood there."""
    body: dict[str, Any] = {
        "number": link.number if number is None else number,
        "at": link.at.astimezone(UTC).isoformat(),
        "actor": str(link.actor_id),
        "action": link.action,
        "object": [link.object_type, str(link.object_id)],
        "reason": link.reason,
        "details": link.details,
    }
    if link.sign_in_id is not None:
        body["sign_in"] = str(link.sign_in_id)
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    return hmac.new(keys.audit, link.previous_hash + text.encode(), sha256).digest()


def _one_at_a_time(session: Session, district_id: UUID) -> None:
    session.execute(ONE_AT_A_TIME, {"district": str(district_id)})


def last_link(session: Session) -> LastLink | None:
    """The newest link of the district in which the session stands."""
    found = session.execute(LAST_LINK).first()
    return LastLink(found.number, found.hash) if found else None
