"""Tokens with which a district's own programs read its records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class ApiToken(InDistrict, Base):
    """One token. Only the hash of its secret is kept; it works while its maker may make tokens.

    `hint`: the first letters of the secret, by which people tell tokens apart. `scopes`: what it
    opens, under "allowed". `name_sealed`: what the district calls it.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "made_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "revoked_by"], ["users.district_id", "users.id"]),
        Index("uq_api_tokens_secret_hash", "secret_hash", unique=True),
    )

    name_sealed: Mapped[Sealed]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    hint: Mapped[str]
    scopes: Mapped[dict[str, Any]]
    made_by: Mapped[UUID]
    made_at: Mapped[Now]
    expires_at: Mapped[Moment]
    last_used_at: Mapped[Moment | None]
    revoked_by: Mapped[UUID | None]
    revoked_at: Mapped[Moment | None]
