"""Standing promises: who was trained and checked, who keeps which access, who knows which terms."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class StaffProof(InDistrict, Base):
    """That a person with access was trained, or that their background was checked.

    `kind`: training or background_check. `good_until`: None where it does not run out.
    `document_sealed`: what proves it. Rows are withdrawn, never rewritten.
    """

    __tablename__ = "staff_proofs"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        CheckConstraint("kind in ('training', 'background_check')", name="kind"),
        ForeignKeyConstraint(["district_id", "user_id"], ["users.district_id", "users.id"]),
        ForeignKeyConstraint(["district_id", "entered_by"], ["users.district_id", "users.id"]),
        Index("ix_staff_proofs_user", "user_id", "kind", "done_on"),
    )

    user_id: Mapped[UUID]
    kind: Mapped[str]
    done_on: Mapped[date]
    good_until: Mapped[date | None]
    document_sealed: Mapped[Sealed]
    entered_by: Mapped[UUID]
    entered_at: Mapped[Now]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[Moment | None]


class AccessReview(InDistrict, Base):
    """One yearly look at who has access. Open until `closed_at`; each line is kept or removed."""

    __tablename__ = "access_reviews"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "begun_by"], ["users.district_id", "users.id"]),
        Index("ix_access_reviews_recent", "district_id", "begun_at"),
    )

    begun_by: Mapped[UUID]
    begun_at: Mapped[Moment]
    due_on: Mapped[date]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[Moment | None]


class AccessReviewLine(InDistrict, Base):
    """One role of one person as it stood when the review began. `decision`: kept or removed."""

    __tablename__ = "access_review_lines"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint(
            "review_id", "user_id", "role", "campus_id", postgresql_nulls_not_distinct=True
        ),
        ForeignKeyConstraint(
            ["district_id", "review_id"], ["access_reviews.district_id", "access_reviews.id"]
        ),
        ForeignKeyConstraint(["district_id", "user_id"], ["users.district_id", "users.id"]),
    )

    review_id: Mapped[UUID]
    user_id: Mapped[UUID]
    role: Mapped[str]
    campus_id: Mapped[UUID | None]
    last_seen_at: Mapped[Moment | None]
    decision: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[Moment | None]


class TermsAcknowledgement(InDistrict, Base):
    """That a person has read a version of the terms."""

    __tablename__ = "terms_acknowledgements"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "user_id"], ["users.district_id", "users.id"]),
        UniqueConstraint("district_id", "user_id", "version"),
    )

    user_id: Mapped[UUID]
    version: Mapped[str]
    acknowledged_at: Mapped[Moment]
