"""What is kept how long, what was destroyed, and the keys whose destruction makes it certain."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from careercraft.db import Base, InDistrict, Moment, Now, Sealed


class RecordKey(InDistrict, Base):
    """The key of one student's record, or of one stored file; `id` is the student's or the file's.

    Backups leave this table and `data_keys` out; they are backed up apart and for days only.
    """

    __tablename__ = "record_keys"

    key_sealed: Mapped[Sealed]
    made_at: Mapped[Now]


class RetentionPeriod(InDistrict, Base):
    """A period that a district has set for itself. The newest of a name holds; none: the default.

    `number` counts the changes of this name, from 1. `value` is None where the district went back
    to what the product assumes.
    """

    __tablename__ = "retention_periods"
    __table_args__ = (
        ForeignKeyConstraint(["district_id", "set_by"], ["users.district_id", "users.id"]),
        Index("ix_retention_periods_newest", "district_id", "name", "number", unique=True),
    )

    name: Mapped[str]
    number: Mapped[int]
    value: Mapped[int | None]
    reason_sealed: Mapped[Sealed]
    set_by: Mapped[UUID]
    set_at: Mapped[Now]


class RetentionRun(InDistrict, Base):
    """What one night found to have reached its period, and what people decided about it.

    `state`: proposed, dismissed, confirmed, done or stopped. `found`: how many things of each kind
    of record; nothing of it names anybody. `as_of`: the day by which the periods were counted.
    """

    __tablename__ = "retention_runs"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(["district_id", "decided_by"], ["users.district_id", "users.id"]),
        Index("ix_retention_runs_recent", "district_id", "found_at"),
    )

    as_of: Mapped[date]
    state: Mapped[str]
    found: Mapped[dict[str, Any]]
    held: Mapped[int]
    """Students left out because a request of their family is open."""
    found_at: Mapped[Now]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[Moment | None]
    destroyed: Mapped[dict[str, Any]]
    stays: Mapped[dict[str, Any] | None]
    """Where rows without a name may stay: on which ground; see `Destruction.stays`."""
    ended_at: Mapped[Moment | None]
    task_id: Mapped[UUID | None]


class Destruction(InDistrict, Base):
    """What was destroyed, when, by whom and how: what a certificate says. It names no student.

    `kind`: student, agreement or retention. `state`: instructed, running, done or failed.
    `subject_id`: the opaque id that named the student, which then names nobody. `counts`: what was
    destroyed, by kind of record; `kept`: what is kept longer, with the reason. Nothing is sealed,
    so that a certificate can be read after the district's keys are gone.
    """

    __tablename__ = "destructions"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint("district_id", "number"),
        Index("ix_destructions_subject", "district_id", "subject_id"),
    )

    number: Mapped[int]
    kind: Mapped[str]
    state: Mapped[str]
    subject_id: Mapped[UUID | None]
    request_id: Mapped[UUID | None]
    case_number: Mapped[int | None]
    instructed_by: Mapped[UUID | None]
    instructed_at: Mapped[Moment]
    confirmed_by: Mapped[UUID | None]
    people: Mapped[dict[str, Any]]
    """The roles of those who instructed and confirmed, as the certificate names them."""
    counts: Mapped[dict[str, Any]]
    kept: Mapped[dict[str, Any]]
    stays: Mapped[dict[str, Any] | None]
    """Where rows without a name may stay: on which ground (`ground`, `section`, `attested`), and
    afterwards how many (`rows`). None where everything is destroyed."""
    unreadable_on: Mapped[date | None]
    """From when no backup can open what was destroyed."""
    done_at: Mapped[Moment | None]
    task_id: Mapped[UUID | None]


class AgreementEnd(InDistrict, Base):
    """The end of the agreement with a district, confirmed by two people, after a waiting period.

    `state`: asked, confirmed, withdrawn or done. `export_taken_at`: when the complete export was
    fetched; `export_declined_reason_sealed`: or why the district does not want it.
    """

    __tablename__ = "agreement_ends"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        Index(
            "uq_agreement_ends_open",
            "district_id",
            unique=True,
            postgresql_where=text("state in ('asked', 'confirmed')"),
        ),
    )

    state: Mapped[str]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Moment]
    export_taken_at: Mapped[Moment | None]
    export_declined_reason_sealed: Mapped[Sealed | None]
    confirmed_by: Mapped[UUID | None]
    confirmed_at: Mapped[Moment | None]
    destroy_on: Mapped[date | None]
    stays: Mapped[dict[str, Any] | None]
    """Where rows without a name may stay: on which ground; see `Destruction.stays`."""
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[Moment | None]
    done_at: Mapped[Moment | None]


class DeidentifiedRecord(InDistrict, Base):
    """A few coarse facts of a record that was destroyed; `id` is a random code that stands for
    nobody. What is not told is None; see `privacy.deidentifying`.

    No row says when it came, from which record or with which certificate, and the rows of a
    district are all written anew with each that is added, in a random order.
    """

    __tablename__ = "deidentified_records"

    told: Mapped[str]
    class_of: Mapped[int]
    campus: Mapped[str | None]
    state: Mapped[str | None]
    level: Mapped[str | None]
    ways: Mapped[str | None]
    """Indicators that were met, by id, with spaces between."""
