"""The audit trail as people read it: who saw, changed, exported or printed what, and of whom.

Students stand in it by their opaque ids alone: whoever may open them finds their names there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from careercraft.clock import TEXAS
from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.models import AuditEvent
from careercraft.privacy.access import permissions, require
from careercraft.privacy.audit import FILES, WAITING_ROWS, Detail, files_in, named_in, rows_in
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import lists, people
from careercraft.services.context import Desk

PER_PAGE = 50
MOST_IN_A_FILE = 50_000
SEEN, TAKEN, SIGN_INS, CHANGED = "seen", "taken", "sign_ins", "changed"
KINDS = {
    SEEN: "Seen",
    TAKEN: "Exported, printed or downloaded",
    SIGN_INS: "Sign-ins",
    CHANGED: "Changed or decided",
}
ENDINGS = {
    **dict.fromkeys(("viewed", "listed", "opened", "rows_viewed", "students_viewed"), SEEN),
    **dict.fromkeys(
        ("exported", "downloaded", "letters_downloaded", "printed", "report_downloaded"), TAKEN
    ),
}
HANDED_OUT = frozenset({Event.API_READ, Event.EVIDENCE_PACKET_MADE})
"""What is taken away although its name does not say so."""
NOBODY, WORKER = "nobody", "the application"


class TooMany(Exception):  # noqa: N818 - an answer to the person, not a fault
    """More entries than a file holds; the sentence says what to do."""


class Asked(NamedTuple):
    """Which entries, and which page of them. Days are days in Texas, both included."""

    kind: str | None = None
    action: str | None = None
    who: UUID | None = None
    about: UUID | None = None
    sign_in: UUID | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1


class Entry(NamedTuple):
    """One entry. `about`: the opaque id that it speaks of; `students`: those it names."""

    number: int
    at: datetime
    who: str
    who_id: UUID | None
    sign_in_id: UUID | None
    what: str
    object_words: str
    about: UUID | None
    student_id: UUID | None
    students: int
    more: str
    reason: str | None


class TrailPage(NamedTuple):
    """One page of the trail. `staff`: whom one can ask for; `may_open`: whether the reader may open
    students.
    """

    entries: tuple[Entry, ...]
    asked: Asked
    total: int
    pages: int
    staff: tuple[tuple[UUID, str], ...]
    may_open: bool


def kind_of(event: Event) -> str:
    """What kind of act an event is.

    >>> kind_of(Event.STUDENT_VIEWED), kind_of(Event.LIST_EXPORTED), kind_of(Event.SIGN_IN_FAILED)
    ('seen', 'taken', 'sign_ins')
    """
    object_, _, action = event.value.partition(":")
    if event in HANDED_OUT:
        return TAKEN
    return SIGN_INS if object_ == "sign_in" else ENDINGS.get(action, CHANGED)


def action_words(action: str) -> str:
    """An event in words.

    >>> action_words("student:viewed")
    'Student viewed'
    """
    object_, _, done = action.partition(":")
    return f"{object_} {done}".replace("_", " ").capitalize().replace("Api ", "API ")


def page(desk: Desk, asked: Asked) -> TrailPage:
    """A page of the trail, the newest entry first; that it was read is recorded."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    total = _count(desk, asked)
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(asked.page, 1), pages)
    query = _query(asked).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    entries = tuple(_entries(desk, desk.session.scalars(query).all()))
    staff = people.everyone(desk)
    may_open = Permission.CAMPUS_STUDENT_READ in permissions(desk.actor)
    _record(desk, asked, len(entries))
    desk.session.commit()
    return TrailPage(entries, asked._replace(page=number), total, pages, staff, may_open)


def export(desk: Desk, asked: Asked, format_: str) -> Exported:
    """The entries that were asked for as a file; raises `NotFound`, `TooMany`."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    total = _count(desk, asked)
    if total > MOST_IN_A_FILE:
        raise TooMany(
            f"{total:,} entries are too many for one file; {MOST_IN_A_FILE:,} are the most. "
            "Choose a shorter time, a person or a kind, and take the rest after it."
        )
    rows = desk.session.scalars(_query(asked)).all()
    facts = lists.facts(desk, f"Audit trail, newest first: {total:,} entries")
    sheet = as_sheet(desk, rows, facts)
    return lists.taken_away(
        desk, sheet, format_, object_type="audit_trail", needs=Permission.DISTRICT_AUDIT_READ
    )


def as_sheet(desk: Desk, rows: Iterable[AuditEvent], facts: Any) -> Sheet:
    """Entries as a table, students by their opaque ids."""
    columns = (
        Column("Entry", Kind.NUMBER),
        Column("At (Texas)"),
        Column("Who"),
        Column("Sign-in", Kind.ID),
        Column("What"),
        Column("About"),
        Column("Id", Kind.ID),
        Column("Student", Kind.ID),
        Column("Students named", Kind.NUMBER),
        Column("More"),
        Column("Reason"),
    )
    cells = [
        (
            one.number,
            one.at.astimezone(TEXAS).strftime("%Y-%m-%d %H:%M:%S %Z"),
            one.who,
            str(one.sign_in_id or ""),
            one.what,
            one.object_words,
            str(one.about or ""),
            str(one.student_id or ""),
            one.students,
            one.more,
            one.reason,
        )
        for one in _entries(desk, list(rows))
    ]
    return Sheet("audit-trail", "Audit trail", facts, columns, cells)


def _record(desk: Desk, asked: Asked, shown: int) -> None:
    details: dict[str, Detail] = {
        name: str(value) for name, value in asked._asdict().items() if value is not None
    }
    details["shown"] = shown
    desk.record(Event.AUDIT_VIEWED, "audit_trail", details=details)


def _count(desk: Desk, asked: Asked) -> int:
    query = select(func.count()).select_from(AuditEvent).where(*_conditions(asked))
    counted: int = desk.session.execute(query).scalar_one()
    return counted


def _query(asked: Asked) -> Select[AuditEvent]:
    return select(AuditEvent).where(*_conditions(asked)).order_by(AuditEvent.number.desc())


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.kind:
        of_kind = [one.value for one in Event if kind_of(one) == asked.kind]
        found.append(AuditEvent.action.in_(of_kind))
    if asked.action:
        found.append(AuditEvent.action == asked.action)
    if asked.who:
        found.append(AuditEvent.actor_id == asked.who)
    if asked.sign_in:
        found.append(AuditEvent.sign_in_id == asked.sign_in)
    if asked.about:
        found.append(about(asked.about))
    return [*found, *_between(asked)]


def _between(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.since:
        found.append(AuditEvent.at >= _begin(asked.since))
    if asked.until:
        found.append(AuditEvent.at < _begin(asked.until + timedelta(days=1)))
    return found


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, TEXAS)


def about(id_: UUID) -> ColumnElement[bool]:
    """The condition that keeps a query to the entries that speak of something or somebody."""
    details = AuditEvent.details
    return or_(
        AuditEvent.object_id == id_,
        details["student_id"].as_string() == str(id_),
        details["students"].as_string().contains(id_.hex),
        details[FILES].as_string().contains(id_.hex),
    )


def _entries(desk: Desk, rows: Iterable[AuditEvent]) -> list[Entry]:
    listed = list(rows)
    names = people.names_of(desk, {one.actor_id for one in listed if one.actor_id})
    return [_entry(one, names) for one in listed]


def _entry(row: AuditEvent, names: dict[UUID, str]) -> Entry:
    named = named_in(row.details)
    student = row.object_id if row.object_type == "student" else None
    if student is None and len(named) == 1:
        student = next(iter(named))
    return Entry(
        row.number,
        row.at,
        _who(row, names),
        row.actor_id,
        row.sign_in_id,
        action_words(row.action),
        row.object_type.replace("_", " "),
        row.object_id,
        student,
        len(named) or int(student is not None),
        _more(row.details),
        row.reason,
    )


def _who(row: AuditEvent, names: dict[UUID, str]) -> str:
    if row.actor_id is None:
        return NOBODY if row.action == Event.SIGN_IN_FAILED.value else WORKER
    return names.get(row.actor_id, "somebody who is gone")


def _more(details: dict[str, Any]) -> str:
    """Counts and field names of an entry, as a line."""
    counted = {**details, WAITING_ROWS: len(rows_in(details))}
    if isinstance(details.get(FILES), str):
        counted[FILES] = len(files_in(details))
    return ", ".join(
        f"{name.replace('_', ' ')} {value}"
        for name, value in counted.items()
        if name != "student_id"
        and not (name == "students" and isinstance(value, str))
        and value not in (None, False, "", 0)
    )
