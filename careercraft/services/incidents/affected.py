"""Who is affected: worked out from the audit trail, from a file, or entered by hand.

The trail names every student who was shown or handed out. Entries from before it did are counted
and told, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select

from careercraft.models import (
    AuditEvent,
    ImportBatch,
    ImportRow,
    Incident,
    IncidentStudent,
    Student,
)
from careercraft.privacy.audit import named_in
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.incidents.facts import State
from careercraft.services.context import Desk
from careercraft.services.incidents import seen_rows, store
from careercraft.services.oversight.trail import SEEN, TAKEN, kind_of

SHOWN_OR_TAKEN = frozenset(one.value for one in Event if kind_of(one) in {SEEN, TAKEN})
OF_EVERYBODY = frozenset({Event.EXPORT_DOWNLOADED.value})
"""What hands out the record of every student of the district at once."""
SPEAKS_SPANISH = frozenset({"spanish", "es", "español"})


class Search(NamedTuple):
    """Where to look: what an account, or one sign-in of it, saw and took between two moments."""

    account: UUID | None
    sign_in: UUID | None
    since: datetime | None
    until: datetime | None


class Found(NamedTuple):
    """What a search brought: how many students, of them new on the list, how many entries of the
    trail it rests on, and how many of those do not say whom they showed.

    `waiting`: rows that were seen in which nobody has been found to this day; `files`: how many
    files and lists they are of.
    """

    students: int
    added: int
    entries: int
    silent: int
    waiting: int = 0
    files: int = 0


def add_from_trail(desk: Desk, incident_id: UUID, search: Search) -> Found:
    """Put on the list whom an account saw or took; raises `Refused`."""
    row = _open(desk, incident_id)
    if search.account is None and search.sign_in is None:
        raise Refused("Choose the account, or give the sign-in as the audit trail shows it.")
    if search.since and search.until and search.since > search.until:
        raise Refused("The beginning is after the end.")
    events = list(desk.session.scalars(select(AuditEvent).where(*_conditions(search))))
    return _add_events(desk, row, events, "find_by_account", search)


def add_from_entry(desk: Desk, incident_id: UUID, number: int) -> Found:
    """Put on the list whom one entry of the trail names: an export, a print, a page."""
    row = _open(desk, incident_id)
    event = desk.session.scalars(select(AuditEvent).where(AuditEvent.number == number)).first()
    if event is None:
        raise Refused("The audit trail has no entry with this number.")
    return _add_events(desk, row, [event], "find_by_entry", None)


def add_from_file(desk: Desk, incident_id: UUID, batch_id: UUID) -> Found:
    """Put on the list every student of an uploaded file."""
    row = _open(desk, incident_id)
    if desk.session.get(ImportBatch, batch_id) is None:
        raise Refused("There is no such file.")
    query = select(ImportRow.student_id).where(
        ImportRow.batch_id == batch_id, ImportRow.student_id.is_not(None)
    )
    students = set(desk.session.scalars(query.distinct()))
    found = {one for one in students if one is not None}
    return _add(
        desk, row, found, "find_by_file", {"file": str(batch_id)}, Found(len(found), 0, 1, 0)
    )


def add_one(desk: Desk, incident_id: UUID, student_id: UUID, reason: str) -> Found:
    """Put one student on the list, with the reason."""
    row = _open(desk, incident_id)
    if not reason.strip():
        raise Refused("Say why this student is affected.")
    return _add(
        desk, row, {student_id}, "add_student", {"reason": reason.strip()}, Found(1, 0, 0, 0)
    )


def take_back(desk: Desk, incident_id: UUID, entry_id: UUID) -> int:
    """Take whom one search brought off the list again, unless their letter is sent."""
    row = _open(desk, incident_id)
    query = (
        delete(IncidentStudent)
        .where(
            IncidentStudent.incident_id == row.id,
            IncidentStudent.found_by == entry_id,
            IncidentStudent.letter_sent_at.is_(None),
        )
        .returning(IncidentStudent.student_id)
    )
    gone = list(desk.session.scalars(query))
    if not gone:
        raise Refused("Nobody on the list was found that way, or their letters are sent.")
    row.affected = None
    store.note_entry(desk, row, "take_back", {"students": len(gone)}, students=gone)
    store.note_clock(desk, row)
    desk.session.commit()
    return len(gone)


def _open(desk: Desk, incident_id: UUID) -> Incident:
    row = store.locked(desk, incident_id)
    if State(row.state) not in {State.CONFIRMED, State.CONTAINED, State.OVER}:
        raise Refused("The list is made once the incident is confirmed, until it is closed.")
    return row


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [AuditEvent.action.in_(SHOWN_OR_TAKEN)]
    if search.account:
        found.append(AuditEvent.actor_id == search.account)
    if search.sign_in:
        found.append(AuditEvent.sign_in_id == search.sign_in)
    if search.since:
        found.append(AuditEvent.at >= search.since)
    if search.until:
        found.append(AuditEvent.at <= search.until)
    return found


def students_in(event: AuditEvent) -> frozenset[UUID]:
    """Whom an entry of the trail shows or hands out."""
    own = {event.object_id} if event.object_type == "student" and event.object_id else set()
    return named_in(event.details) | own


def _is_silent(event: AuditEvent) -> bool:
    """Whether an entry shows students and does not say whom."""
    told = event.details.get("shown") or event.details.get("rows") or 0
    named = students_in(event) or seen_rows.are_in(event) or event.action in OF_EVERYBODY
    return not named and bool(told)


def _add_events(
    desk: Desk, row: Incident, events: list[AuditEvent], action: str, search: Search | None
) -> Found:
    students: set[UUID] = set()
    for event in events:
        students |= students_in(event)
    if any(event.action in OF_EVERYBODY for event in events):
        students |= set(desk.session.scalars(select(Student.id)))
    rows = seen_rows.of(desk, events)
    students |= rows.students
    silent = [one.number for one in events if _is_silent(one)]
    said = {
        name: str(value) for name, value in (search._asdict() if search else {}).items() if value
    }
    if search is None:
        said["entry"] = str(events[0].number)
    if silent:
        said["silent"] = ", ".join(str(one) for one in silent[:20])
    if rows.files:
        said["waiting"] = f"{rows.waiting} rows, {len(rows.files)} files or lists"
    found = Found(len(students), 0, len(events), len(silent), rows.waiting, len(rows.files))
    return _add(desk, row, students, action, said, found)


def _add(  # noqa: PLR0917 - whom, to which incident, how it was found, with what, in counts
    desk: Desk,
    row: Incident,
    students: Iterable[UUID],
    action: str,
    said: dict[str, str],
    found: Found,
) -> Found:
    wanted = set(students)
    known = set(
        desk.session.scalars(
            select(IncidentStudent.student_id).where(IncidentStudent.incident_id == row.id)
        )
    )
    query = select(Student).where(Student.id.in_(wanted - known))
    new = list(desk.session.scalars(query))
    counts = {
        "students": str(found.students),
        "added": str(len(new)),
        "entries": str(found.entries),
    }
    entry = store.note_entry(desk, row, action, said | counts, students=[one.id for one in new])
    for student in new:
        desk.session.add(
            IncidentStudent(
                id=uuid4(),
                district_id=desk.actor.district_id,
                incident_id=row.id,
                student_id=student.id,
                found_by=entry.id,
                language=_language(desk, student),
                added_at=desk.now,
            )
        )
    if new:
        row.affected = None
    store.note_clock(desk, row)
    desk.session.commit()
    return found._replace(added=len(new))


def _language(desk: Desk, student: Student) -> str:
    spoken = (open_identity(desk.keys, student).home_language or "").strip().casefold()
    return "es" if spoken in SPEAKS_SPANISH else "en"
