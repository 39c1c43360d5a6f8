"""The audit trail: who saw, changed, exported or printed what. Ids only, never values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment


class AuditEvent(InDistrict, Base):
    """One link of a district's chain; rows can be added and read, never changed or removed."""

    __tablename__ = "audit_events"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        Index("ix_audit_events_object", "district_id", "object_id"),
    )

    number: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Moment]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[UUID | None]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]
