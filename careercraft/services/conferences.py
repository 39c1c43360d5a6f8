"""Conferences with a student or a family: what was said, for whom it is, the time it took."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import or_, select

from careercraft.models import ConferenceNote
from careercraft.privacy.access import NotFound, Reason, permissions, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import people, students, time_log
from careercraft.services.context import Desk

SHARED, OWN = "shared", "own"
LONGEST_NOTE = 4000


class Conference(NamedTuple):
    """A conference as its page sends it; any of the two notes may be empty."""

    held_on: date
    shared: str
    own: str
    minutes: int | None
    category: str


class Note(NamedTuple):
    """A note as its readers see it."""

    id: UUID
    held_on: date
    audience: str
    author: str
    is_own: bool
    text: str
    withdrawn: bool


def log_conference(desk: Desk, student_id: UUID, conference: Conference) -> None:
    """Keep the notes of a conference, and its minutes in the actor's time log.

    Raises `NotFound` for a student who is not there or not theirs.
    """
    require(desk.actor, Permission.CAMPUS_PLAN_WRITE)
    _, reason = students.visible_student(desk, student_id)
    if conference.shared:
        _add(desk, student_id, SHARED, conference.held_on, conference.shared, reason)
    if conference.own:
        _add(desk, student_id, OWN, conference.held_on, conference.own, reason)
    if conference.minutes and Permission.OWN_TIME_LOG in permissions(desk.actor):
        time_log.log_time(
            desk, conference.category, conference.minutes, conference.held_on, student_id
        )
    desk.session.commit()


def notes(desk: Desk, student_id: UUID) -> tuple[Note, ...]:
    """The shared notes about a student and the reader's own, newest first.

    A withdrawn note is shown to its author only, who may take that back.
    """
    require(desk.actor, Permission.CAMPUS_PLAN_READ)
    students.visible_student(desk, student_id)
    mine = ConferenceNote.author_id == desk.actor.user_id
    shared = (ConferenceNote.audience == SHARED) & ConferenceNote.withdrawn_at.is_(None)
    query = (
        select(ConferenceNote)
        .where(ConferenceNote.student_id == student_id, or_(mine, shared))
        .order_by(ConferenceNote.held_on.desc(), ConferenceNote.written_at.desc())
    )
    return _shown(desk, list(desk.session.scalars(query)))


def every_note(desk: Desk, student_id: UUID) -> tuple[Note, ...]:
    """Every note about a student, private and withdrawn ones too: for a request to inspect the
    record, which only the records office answers.
    """
    require(desk.actor, Permission.CAMPUS_PLAN_READ)
    students.visible_student(desk, student_id)
    query = select(ConferenceNote).where(ConferenceNote.student_id == student_id)
    return _shown(desk, list(desk.session.scalars(query.order_by(ConferenceNote.written_at))))


def withdraw(desk: Desk, note_id: UUID) -> UUID:
    """Hide one's own note from every other reader; returns its student. Raises `NotFound`."""
    note = _own(desk, note_id)
    note.withdrawn_at = desk.now
    return _changed(desk, note, Event.CONFERENCE_NOTE_WITHDRAWN)


def restore(desk: Desk, note_id: UUID) -> UUID:
    """Take back a withdrawal of one's own; returns the student. Raises `NotFound`."""
    note = _own(desk, note_id)
    note.withdrawn_at = None
    return _changed(desk, note, Event.CONFERENCE_NOTE_RESTORED)


def _add(  # noqa: PLR0917 - who, for whom, when, what, why
    desk: Desk, student_id: UUID, audience: str, held_on: date, text: str, reason: Reason
) -> None:
    note_id = uuid4()
    desk.session.add(
        ConferenceNote(
            id=note_id,
            district_id=desk.actor.district_id,
            student_id=student_id,
            author_id=desk.actor.user_id,
            audience=audience,
            held_on=held_on,
            text_sealed=seal_json(desk.keys, _place(note_id).of(student_id), text),
            written_at=desk.now,
        )
    )
    desk.session.flush()
    desk.record(
        Event.CONFERENCE_LOGGED,
        "conference_note",
        note_id,
        reason=reason.value,
        details={"student_id": str(student_id), "audience": audience},
    )


def _own(desk: Desk, note_id: UUID) -> ConferenceNote:
    require(desk.actor, Permission.CAMPUS_PLAN_WRITE)
    note = desk.session.get(ConferenceNote, note_id)
    if note is None or note.author_id != desk.actor.user_id:
        raise NotFound("note")
    students.visible_student(desk, note.student_id)
    return note


def _changed(desk: Desk, note: ConferenceNote, event: Event) -> UUID:
    desk.record(event, "conference_note", note.id, details={"student_id": str(note.student_id)})
    desk.session.commit()
    return note.student_id


def _shown(desk: Desk, rows: list[ConferenceNote]) -> tuple[Note, ...]:
    names = people.names_of(desk, {row.author_id for row in rows})
    return tuple(
        Note(
            row.id,
            row.held_on,
            row.audience,
            names.get(row.author_id, "somebody who left"),
            row.author_id == desk.actor.user_id,
            unseal_json(desk.keys, _place(row.id), row.text_sealed),
            row.withdrawn_at is not None,
        )
        for row in rows
    )


def _place(note_id: UUID) -> Place:
    return Place("conference_notes", "text_sealed", note_id)
