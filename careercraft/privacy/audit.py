"""Write the audit trail: a chain per district, in the transaction of what it records.

Whether the chain is whole is for `audit_check` to say.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, LargeBinary, Table, Uuid, bindparam, column, func, select
from sqlalchemy.orm import Session

from careercraft.models import AuditEvent
from careercraft.privacy.access import Actor
from careercraft.privacy.events import Event
from careercraft.privacy.keys import DistrictKeys

FIRST_LINK = bytes(32)
LINKS = cast(Table, AuditEvent.__table__)
LAST_LINK = select(LINKS.c.number, LINKS.c.hash).order_by(LINKS.c.number.desc()).limit(1)
END_OF_CHAIN = select(
    func.hold_audit_trail(bindparam("district", type_=Uuid)).table_valued(
        column("number", BigInteger), column("hash", LargeBinary)
    )
)
"""The last link, once nobody else adds one until this transaction ends; in one step."""
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
    session.flush()  # what is recorded is there before its link is
    last = _end_of_chain(session, actor.district_id)
    link = {
        "id": uuid4(),
        "district_id": actor.district_id,
        "number": last.number + 1 if last else 1,
        "at": at.astimezone(UTC),
        "actor_id": actor.user_id,
        "sign_in_id": actor.sign_in_id,
        "action": event.value,
        "object_type": object_type,
        "object_id": object_id,
        "reason": reason,
        "details": dict(details or {}),
        "previous_hash": last.hash if last else FIRST_LINK,
    }
    kept = {**link, "hash": link_hash(keys, AuditEvent(**link))}
    session.connection().execute(LINKS.insert(), kept)


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


def _end_of_chain(session: Session, district_id: UUID) -> LastLink | None:
    return _link(session.connection().execute(END_OF_CHAIN, {"district": district_id}).first())


def last_link(session: Session) -> LastLink | None:
    """The newest link of the district in which the session stands."""
    return _link(session.connection().execute(LAST_LINK).first())


def _link(found: Any) -> LastLink | None:
    return LastLink(found.number, found.hash) if found else None
