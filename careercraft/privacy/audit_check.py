"""Verify the audit trail: is every link what was written, and is the last one still there.

A link carries a keyed hash over what it says, its number and the hash before it. A cut tail leaves
a whole chain; it is noticed by the heads that are noted daily and kept outside the database.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ScalarResult, func, select
from sqlalchemy.orm import Session

from careercraft.models import AuditEvent, AuditHead
from careercraft.privacy.audit import FIRST_LINK, link_hash
from careercraft.privacy.keys import DistrictKeys

AT_A_TIME = 2000


class Kind(StrEnum):
    """What was done to the chain at its first broken place."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    REPLACED = "replaced"


class Head(NamedTuple):
    """How long the chain was, and its last hash, at a moment (none where a person gives it)."""

    number: int
    hash: bytes
    noted_at: datetime | None = None


class Break(NamedTuple):
    """The first place at which the chain is not what the application wrote.

    `at`: when the entry there says it was made; of a missing one, when the last whole one was.
    """

    number: int
    kind: Kind
    at: datetime | None


class Checked(NamedTuple):
    """What a verification found. `whole`: links before the first break; `heads`: how many noted
    heads were compared; `forged_heads`: how many of them nobody with the key has noted.
    """

    links: int
    whole: int
    last: Head | None
    heads: int
    forged_heads: int
    broken: Break | None


def _nothing_told(_done: int, _total: int) -> None:
    """For whoever does not follow how far a verification is."""


def check(
    session: Session,
    keys: DistrictKeys,
    elsewhere: Iterable[Head] = (),
    reached: Callable[[int, int], None] = _nothing_told,
) -> Checked:
    """Verify the chain of the district in which the session stands.

    `elsewhere`: heads kept outside the database; those noted in it are added. They are read before
    the chain, so that what is written meanwhile never looks like a cut. `reached` is told how many
    links are verified, of how many.
    """
    noted = list(session.scalars(select(AuditHead)))
    heads = [_head(one) for one in noted if _sealed_by_us(keys, one)]
    forged = len(noted) - len(heads)
    heads.extend(elsewhere)
    counted = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    last, broken = _walk(session, keys, heads, lambda done: reached(done, counted))
    whole = broken.number - 1 if broken else last.number
    return Checked(counted, whole, last if last.number else None, len(heads), forged, broken)


def _walk(
    session: Session, keys: DistrictKeys, heads: list[Head], reached: Callable[[int], None]
) -> tuple[Head, Break | None]:
    """Go along the chain; the last link that was reached, and what is wrong behind it."""
    told: dict[int, list[bytes]] = {}
    for one in heads:
        told.setdefault(one.number, []).append(one.hash)
    last = Head(0, FIRST_LINK)
    with closing(_links(session)) as links:
        for link in links:
            number = last.number + 1
            if not _fits(keys, link, number, last.hash):
                return last, _what_happened(session, keys, number, last)
            last = Head(number, link.hash, link.at)
            if any(not hmac.compare_digest(one, link.hash) for one in told.get(number, ())):
                return last, Break(number, Kind.REPLACED, link.at)
            if number % AT_A_TIME == 0:
                reached(number)
    if max(told, default=0) > last.number:
        return last, Break(last.number + 1, Kind.TRUNCATED, last.noted_at)
    return last, None


def _sealed_by_us(keys: DistrictKeys, row: AuditHead) -> bool:
    return hmac.compare_digest(row.seal, head_seal(keys, _head(row)))


def first_broken_link(session: Session, keys: DistrictKeys) -> int | None:
    """The number of the first link that is not what was written; None if the chain is whole."""
    broken = check(session, keys).broken
    return broken.number if broken else None


def head_seal(keys: DistrictKeys, head: Head) -> bytes:
    """The keyed hash over a noted head."""
    at = head.noted_at.astimezone(UTC).isoformat() if head.noted_at else ""
    text = f"head\n{head.number}\n{at}\n".encode()
    return hmac.new(keys.audit, text + head.hash, sha256).digest()


def _head(row: AuditHead) -> Head:
    return Head(row.number, row.hash, row.noted_at)


def _links(session: Session) -> ScalarResult[AuditEvent]:
    query = select(AuditEvent).order_by(AuditEvent.number)
    options = {"yield_per": AT_A_TIME, "populate_existing": True}
    return session.scalars(query.execution_options(**options))


def _fits(keys: DistrictKeys, link: AuditEvent, number: int, previous: bytes) -> bool:
    return (
        link.number == number
        and hmac.compare_digest(link.previous_hash, previous)
        and hmac.compare_digest(link.hash, link_hash(keys, link))
    )


def _what_happened(session: Session, keys: DistrictKeys, number: int, last: Head) -> Break:
    """What was done at the first number at which the chain does not fit.

    The link that belongs there names the hash before it; whether it is still somewhere, and where
    the one that stands there now belongs, tells the kinds apart.
    """
    here = session.scalars(select(AuditEvent).where(AuditEvent.number == number)).first()
    rightful = _rightful(session, keys, number, last.hash)
    if here is None:
        return Break(number, Kind.REORDERED if rightful else Kind.REMOVED, last.noted_at)
    belongs = _belongs(session, keys, here)
    if rightful is not None:
        copied = belongs is not None and _has_twin(session, here)
        moved = belongs is not None and not copied
        return Break(number, Kind.REORDERED if moved else Kind.INSERTED, here.at)
    if belongs is not None and belongs > number:
        return Break(number, Kind.REMOVED, last.noted_at)
    return Break(number, Kind.CHANGED, here.at)


def _rightful(
    session: Session, keys: DistrictKeys, number: int, previous: bytes
) -> AuditEvent | None:
    """The link that was written with this number, under whatever number it stands now."""
    query = select(AuditEvent).where(AuditEvent.previous_hash == previous)
    return next(
        (
            one
            for one in session.scalars(query)
            if hmac.compare_digest(one.hash, link_hash(keys, one, number))
        ),
        None,
    )


def _belongs(session: Session, keys: DistrictKeys, link: AuditEvent) -> int | None:
    """The number with which a link was written; None if what it says was never written."""
    highest = session.scalar(select(func.max(AuditEvent.number))) or 0
    count = session.scalar(select(func.count()).select_from(AuditEvent)) or 0
    most = max(highest, count) + AT_A_TIME
    return next((n for n in range(1, most + 1) if link.hash == link_hash(keys, link, n)), None)


def _has_twin(session: Session, link: AuditEvent) -> bool:
    query = select(AuditEvent.id).where(AuditEvent.hash == link.hash, AuditEvent.id != link.id)
    return session.scalars(query).first() is not None
