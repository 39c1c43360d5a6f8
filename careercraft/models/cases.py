"""Families' requests: the case, what is contested, each step, each letter. Contents are sealed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercraft.db import Base, InDistrict, Lookup, Moment, Now, Sealed


class PrivacyRequest(InDistrict, Base):
    """A case of the records office. In the clear stand its state, its dates and ids of staff.

    `details_sealed`: who asks, in which relation, how to reach them, in what words. `facts`: dates
    and counts that deadlines rest on. `due_on`, `due_name`: the next deadline, for the queue.
    When the record is destroyed the row stays, without words: `student_id` then names nobody.
    """

    __tablename__ = "privacy_requests"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        UniqueConstraint("district_id", "number"),
        ForeignKeyConstraint(["district_id", "lodged_by"], ["users.district_id", "users.id"]),
        Index("ix_privacy_requests_queue", "district_id", "closed_at", "due_on"),
        Index("ix_privacy_requests_student", "student_id"),
    )

    number: Mapped[int]
    student_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str]
    received_on: Mapped[date]
    channel: Mapped[str]
    language: Mapped[str]
    lodged_by: Mapped[UUID]
    held_by: Mapped[UUID | None]
    requester_user_id: Mapped[UUID | None]
    hearing_officer_id: Mapped[UUID | None]
    hearing_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_name: Mapped[str | None]
    facts: Mapped[dict[str, Any]]
    opened_from: Mapped[UUID | None]
    details_sealed: Mapped[Sealed]
    created_at: Mapped[Now]
    closed_at: Mapped[Moment | None]


class RequestItem(InDistrict, Base):
    """One contested part of a record. `subject`: identity, profile, row or evidence; `field`: which
    of its fields. `values_sealed`: what it is called, what it says, what it should say, and why.
    """

    __tablename__ = "request_items"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "request_id"], ["privacy_requests.district_id", "privacy_requests.id"]
        ),
        Index("ix_request_items_request", "request_id"),
    )

    request_id: Mapped[UUID]
    subject: Mapped[str]
    field: Mapped[str]
    evidence_id: Mapped[UUID | None]
    natural_key: Mapped[Lookup | None]
    ground: Mapped[str]
    values_sealed: Mapped[Sealed]
    proposal: Mapped[str | None]
    proposed_by: Mapped[UUID | None]
    decision: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    hearing_outcome: Mapped[str | None]
    reasons_sealed: Mapped[Sealed | None]
    result_id: Mapped[UUID | None]
    """The correction that was made of it, or the statement that stands beside it."""
    added_at: Mapped[Now]


class RequestStep(InDistrict, Base):
    """One step of a case: who did what when, from which state to which. What was entered for it
    (the evidence seen, the reasons given) is sealed.
    """

    __tablename__ = "request_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["district_id", "request_id"], ["privacy_requests.district_id", "privacy_requests.id"]
        ),
        Index("ix_request_steps_request", "request_id", "at"),
    )

    request_id: Mapped[UUID]
    action: Mapped[str]
    from_state: Mapped[str]
    to_state: Mapped[str]
    actor_id: Mapped[UUID | None]
    at: Mapped[Moment]
    content_sealed: Mapped[Sealed | None]


class RequestLetter(InDistrict, Base):
    """A letter of a case. What it says is sealed; once sent, the PDF lies in the file store."""

    __tablename__ = "request_letters"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "request_id"], ["privacy_requests.district_id", "privacy_requests.id"]
        ),
        Index("ix_request_letters_request", "request_id", "prepared_at"),
    )

    request_id: Mapped[UUID]
    letter: Mapped[str]
    language: Mapped[str]
    content_sealed: Mapped[Sealed]
    prepared_at: Mapped[Moment]
    prepared_by: Mapped[UUID | None]
    sent_at: Mapped[Moment | None]
    sent_by: Mapped[UUID | None]
    sent_how: Mapped[str | None]


class AccessPacket(InDistrict, Base):
    """Everything held about one student, put together for a family. `state`: waiting, ready or
    failed; the file lies sealed in the file store.
    """

    __tablename__ = "access_packets"
    __table_args__ = (
        UniqueConstraint("district_id", "id"),
        ForeignKeyConstraint(
            ["district_id", "request_id"], ["privacy_requests.district_id", "privacy_requests.id"]
        ),
        ForeignKeyConstraint(["district_id", "asked_by"], ["users.district_id", "users.id"]),
        Index("ix_access_packets_request", "request_id", "asked_at"),
    )

    request_id: Mapped[UUID]
    student_id: Mapped[UUID]
    state: Mapped[str]
    language: Mapped[str]
    size: Mapped[int | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[Now]
    ready_at: Mapped[Moment | None]
    task_id: Mapped[UUID | None]


class Holiday(InDistrict, Base):
    """A day on which the district's offices are closed; school days do not count it."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("district_id", "day"),)

    day: Mapped[date]
    name: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[UUID | None]
    entered_at: Mapped[Now]


class RightsPassed(InDistrict, Base):
    """A student who has turned 18: the rights over the record are the student's own since then.

    `seen_by`: who has taken note of it.
    """

    __tablename__ = "rights_passed"
    __table_args__ = (
        UniqueConstraint("district_id", "student_id"),
        ForeignKeyConstraint(
            ["district_id", "student_id"], ["students.district_id", "students.id"]
        ),
        Index("ix_rights_passed_unseen", "district_id", "seen_at"),
    )

    student_id: Mapped[UUID]
    passed_on: Mapped[date]
    noted_at: Mapped[Now]
    seen_by: Mapped[UUID | None]
    seen_at: Mapped[Moment | None]
