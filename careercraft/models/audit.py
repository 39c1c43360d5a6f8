"""The audit trail: who saw, changed, exported or printed what. Ids only, never values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now


class AuditEvent(InDistrict, Base):
    """One link of a district's chain; rows can be added and read, never changed or removed."""

    __tablename__ = "audit_events"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        Index("ix_audit_events_object", "district_id", "object_id"),
        Index("ix_audit_events_actor", "district_id", "actor_id", "number"),
        Index("ix_audit_events_at", "district_id", "at"),
    )

    number: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Moment]
    actor_id: Mapped[UUID | None]
    sign_in_id: Mapped[UUID | None]
    """Through which sign-in; none for the worker, and for what was recorded before it was kept."""
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]


class AuditHead(InDistrict, Base):
    """How long the chain was at some moment, and its last hash: a cut tail is noticed by it.

    `seal` is a keyed hash over the rest. The same lines are kept outside the database.
    """

    __tablename__ = "audit_heads"
    __table_args__ = (Index("ix_audit_heads_number", "district_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes]
    noted_at: Mapped[Moment]
    seal: Mapped[bytes]


class AuditRoom(InDistrict, Base):
    """The yearly download for the school. `state`: waiting, ready, failed or expired; the file lies
    sealed in the file store until it expires.
    """

    __tablename__ = "audit_rooms"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
    )

    state: Mapped[str]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    ready_at: Mapped[Moment | None]
    expires_at: Mapped[Moment | None]
    size: Mapped[int | None]
