"""Districts, their campuses and the wrapped keys of their data."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Moment, Now


class District(Base):
    """A school district; it owns its records. `number` is the six-digit county-district number."""

    __tablename__ = "districts"

    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[Now]


class Campus(InDistrict, Base):
    """A school. `number` is the nine-digit campus number; `program` is '', 'echs' or 'ptech'."""

    __tablename__ = "campuses"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        UniqueConstraint("district_id", "id"),
    )

    number: Mapped[str]
    name: Mapped[str]
    program: Mapped[str] = mapped_column(default="", server_default="")


class DataKey(InDistrict, Base):
    """A data key of a district, wrapped by the master key; without it nothing opens."""

    __tablename__ = "data_keys"
    __table_args__ = (UniqueConstraint("district_id", "purpose", "version"),)

    purpose: Mapped[str]
    version: Mapped[int]
    wrapped: Mapped[bytes | None]
    created_at: Mapped[Now]
    destroyed_at: Mapped[Moment | None]


class SignInIndex(Base):
    """Which district and user an e-mail hash belongs to: the one question asked before a tenant
    is known. The application's role has no right on this table, only on two functions.
    """

    __tablename__ = "sign_in_index"
    __table_args__ = (Index("uq_sign_in_index_email_lookup", "email_lookup", unique=True),)

    email_lookup: Mapped[bytes]
    district_id: Mapped[UUID] = mapped_column(ForeignKey("districts.id"))
    user_id: Mapped[UUID]


class SourceDeclaration(InDistrict, Base):
    """The district's word that no more of a kind of evidence exists than is loaded, so that its
    absence counts as "none" and not as "not known": at one campus, or everywhere where it names
    none. Withdrawn, never deleted.
    """

    __tablename__ = "source_declarations"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "declared_by"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "campus_id"], ["campuses.district_id", "campuses.id"]),
        Index(
            "uq_source_declarations_standing",
            "district_id",
            "covers",
            "campus_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    covers: Mapped[str]
    campus_id: Mapped[UUID | None]
    declared_by: Mapped[UUID]
    declared_at: Mapped[Now]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[Moment | None]
