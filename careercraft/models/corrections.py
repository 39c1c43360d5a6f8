"""What families set right in a record, what they say beside it, and to whom it was disclosed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed


class Correction(InDistrict, Base):
    """A granted amendment. It pins the field: files that say otherwise do not change it.

    `before_sealed`, `after_sealed`: the value as it was, for the records officer alone, and as it
    is; None after a fact that was taken out. `agreed_batch_id`: the import that brought the same
    value at last, which ends the pin.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "request_id"], ["privacy_requests.district_id", "privacy_requests.id"]
        ),
        Index("ix_corrections_student", "student_id"),
    )

    student_id: Mapped[UUID]
    request_id: Mapped[UUID]
    subject: Mapped[str]
    field: Mapped[str]
    natural_key: Mapped[Lookup | None]
    before_sealed: Mapped[Sealed]
    after_sealed: Mapped[Sealed]
    corrected_by: Mapped[UUID | None]
    corrected_at: Mapped[Moment]
    agreed_batch_id: Mapped[UUID | None]


class Disagreement(InDistrict, Base):
    """An import that still said otherwise than a corrected record, which was kept."""

    __tablename__ = "correction_disagreements"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint("correction_id", "batch_id"),
        ForeignKeyConstraint(
            ["district_id", "correction_id"], ["corrections.district_id", "corrections.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "batch_id"], ["import_batches.district_id", "import_batches.id"]
        ),
        Index("ix_correction_disagreements_open", "district_id", "settled_at"),
    )

    correction_id: Mapped[UUID]
    batch_id: Mapped[UUID]
    row_id: Mapped[UUID]
    noted_at: Mapped[Moment]
    settled_by: Mapped[UUID | None]
    settled_at: Mapped[Moment | None]


class Statement(InDistrict, Base):
    """What a family says of a part of the record that stands against its request; it goes with that
    part wherever it is shown, for as long as it is kept (34 CFR 99.21(c)).
    """

    __tablename__ = "contest_statements"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        ForeignKeyConstraint(
            ["district_id", "request_id"], ["privacy_requests.district_id", "privacy_requests.id"]
        ),
        Index("ix_contest_statements_student", "student_id"),
    )

    student_id: Mapped[UUID]
    request_id: Mapped[UUID]
    item_id: Mapped[UUID]
    subject: Mapped[str]
    field: Mapped[str]
    natural_key: Mapped[Lookup | None]
    text_sealed: Mapped[Sealed]
    added_by: Mapped[UUID | None]
    added_at: Mapped[Moment]


class Restriction(InDistrict, Base):
    """A limit on disclosing a student's record that the family asked for, such as the opt-out of
    directory information, which lasts after the student leaves (34 CFR 99.37(b)).
    """

    __tablename__ = "student_restrictions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        Index("ix_student_restrictions_student", "student_id"),
    )

    student_id: Mapped[UUID]
    request_id: Mapped[UUID]
    what_sealed: Mapped[Sealed]
    since: Mapped[Moment]
    lifted_at: Mapped[Moment | None]


class Disclosure(InDistrict, Base):
    """A request for, or a disclosure of, a student's record, as 34 CFR 99.32 wants it kept.

    `basis`: an id of `privacy/params/disclosure_bases.yaml`. `details_sealed`: the parties, their
    interest, what was disclosed, and what the basis asks for. Apart from the audit trail.
    """

    __tablename__ = "disclosures"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        Index("ix_disclosures_student", "student_id", "disclosed_at"),
    )

    student_id: Mapped[UUID]
    basis: Mapped[str]
    details_sealed: Mapped[Sealed]
    object_type: Mapped[str | None]
    object_id: Mapped[UUID | None]
    recorded_by: Mapped[UUID | None]
    disclosed_at: Mapped[Moment]
    recorded_at: Mapped[Now]
