"""Complete exports of a district's data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class DistrictExport(InDistrict, Base):
    """One zip of everything that a district has here, kept sealed in pieces until it expires.

    `state`: waiting, ready, failed or removed. `pieces`: how many files of the store it is made of.
    `counts`: rows per table. `purpose_sealed`: what it was asked for.
    """

    __tablename__ = "district_exports"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
    )

    state: Mapped[str] = mapped_column(default="waiting")
    purpose_sealed: Mapped[Sealed]
    pieces: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    counts: Mapped[dict[str, Any]]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    ready_at: Mapped[Moment | None]
    expires_at: Mapped[Moment | None]
    task_id: Mapped[UUID | None]
