"""Staff: who signs in, with which role, at which campus."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed


class User(InDistrict, Base):
    """A member of a district's staff; name and e-mail are sealed."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint("district_id", "email_lookup"),
    )

    email_lookup: Mapped[Lookup]
    identity_sealed: Mapped[Sealed]
    password_hash: Mapped[str]
    created_at: Mapped[Now]
    disabled_at: Mapped[Moment | None]

    assignments: Mapped[list[Assignment]] = relationship(viewonly=True)


class Assignment(InDistrict, Base):
    """A role of a user; a campus role names its campus, a district role names none."""

    __tablename__ = "assignments"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "user_id"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        UniqueConstraint(
            "district_id", "user_id", "role", "campus_id", postgresql_nulls_not_distinct=True
        ),
    )

    user_id: Mapped[UUID]
    role: Mapped[str]
    campus_id: Mapped[UUID | None]


class SignIn(InDistrict, Base):
    """One signed-in browser; only the hash of its token is kept."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "user_id"], ["users.district_id", "users.id"]),
        Index("uq_sign_ins_token_hash", "token_hash", unique=True),
    )

    user_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    began_at: Mapped[Now]
    last_seen_at: Mapped[Now]
    ended_at: Mapped[Moment | None]
