"""What changed a student's record, when, and by what: file and line, correction, rule, person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.filters import grade, long_date
from careercraft.imports.matching import Known
from careercraft.models import Document, OutcomeChange
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.evidence_words import EvidenceLine
from careercraft.services.history.versions import Record, Row, Version
from careercraft.services.imports.words import FIELDS
from careercraft.services.my_students import what_changed
from careercraft.services.outcome_causes import in_words
from careercraft.services.records.contested import Marks

KINDS = {
    "evidence": "Scores, courses, credentials",
    "roster": "Enrollment and student groups",
    "correction": "Amendments and statements",
    "judgement": "Status",
    "document": "Printed documents",
}
DOCUMENTS = {"student_plan": "Student plan", "family_letter": "Letter to the family"}
LANGUAGES = {"en": "English", "es": "Spanish"}
SHOWN_VALUES = frozenset({"grade", "class_of", "status", "graduated_on", "grade_9_began_on"})
"""Fields whose values a line of time may tell; of the others it names the field alone."""


class Event(NamedTuple):
    """One change. `at`: by the clock of Texas. `place`: the file and line, or the case; `by`: the
    person.
    """

    at: datetime
    kind: str
    what: str
    because: str
    place: str
    by: str


class _Raw(NamedTuple):
    at: datetime
    kind: str
    what: str
    because: str
    place: str
    by: UUID | None


def events(
    desk: Desk, student_id: UUID, record: Record, lines: Mapping[str, EvidenceLine], marks: Marks
) -> tuple[Event, ...]:
    """Every change of a student's record, the newest first."""
    found = [
        *_facts(record.versions, lines),
        *_rows(record.rows, record.amended),
        *_marks(marks),
        *_outcomes(desk, student_id),
        *_documents(desk, student_id),
    ]
    names = people.names_of(desk, {one.by for one in found if one.by})
    found.sort(key=lambda one: (one.at, one.kind, one.what), reverse=True)
    return tuple(
        Event(one.at.astimezone(TEXAS), *one[1:-1], names.get(one.by, "") if one.by else "")
        for one in found
    )


def _facts(versions: Iterable[Version], lines: Mapping[str, EvidenceLine]) -> Iterator[_Raw]:
    earlier: dict[bytes, EvidenceLine] = {}
    for one in versions:
        line = lines[str(one.fact.id)]
        was = earlier.get(one.key)
        words = _line(line)
        because = f"Before: {was.details}" if was and was.details != line.details else ""
        verb = "Changed" if because else "Loaded"
        yield _Raw(one.since, "evidence", f"{verb}: {words}", because, line.place, one.loaded_by)
        if one.until is not None:
            told = f"Taken back with its file: {words}"
            yield _Raw(one.until, "evidence", told, "", line.file_name, one.undone_by)
            continue
        earlier[one.key] = line


def _line(line: EvidenceLine) -> str:
    told = f"{line.what}: {line.details}" if line.details else line.what
    return f"{told}, {long_date(line.on)}" if line.on else told


def _rows(rows: Iterable[Row], amended: frozenset[tuple[str, str]]) -> Iterator[_Raw]:
    for one in rows:
        told = "Put on file" if one.before is None else ""
        if one.before is not None:
            told = "; ".join(_fields(one.before, one.after, amended))
        if told:
            yield _Raw(one.at, "roster", told, "", "Roster file", one.by)


def _fields(before: Known, after: Known, amended: frozenset[tuple[str, str]]) -> Iterator[str]:
    for subject, was, became in (
        ("row", before, after),
        ("identity", before.identity, after.identity),
        ("profile", before.profile, after.profile),
    ):
        for name in was._fields:
            old, new = getattr(was, name), getattr(became, name)
            if old == new or name in {"identity", "profile", "id"} or (subject, name) in amended:
                continue
            label = FIELDS.get(name, name.replace("_", " "))
            if name in SHOWN_VALUES:
                yield f"{label}: {_value(name, old)}, then {_value(name, new)}"
            else:
                yield f"{label} changed"


def _value(name: str, value: Any) -> str:
    if value is None:
        return "not on file"
    if name == "grade":
        return grade(value).lower()
    return long_date(value) if isinstance(value, date) else str(value)


def _marks(marks: Marks) -> Iterator[_Raw]:
    for one in marks.amendments:
        told = f"Amended on request: {one.label}"
        yield _Raw(one.at, "correction", told, "", f"Case {one.case_number}", one.by)
    for said in marks.contests:
        told = f"Statement of the family added: {said.label}"
        yield _Raw(said.at, "correction", told, "", f"Case {said.case_number}", None)


def _outcomes(desk: Desk, student_id: UUID) -> Iterator[_Raw]:
    query = select(OutcomeChange).where(OutcomeChange.student_id == student_id)
    for one in desk.session.scalars(query):
        because = f"By {in_words(one.because, one.causes)}"
        yield _Raw(one.changed_at, "judgement", what_changed(one), because, "", None)


def _documents(desk: Desk, student_id: UUID) -> Iterator[_Raw]:
    query = select(Document).where(Document.student_id == student_id, Document.state == "ready")
    for one in desk.session.scalars(query):
        told = f"{DOCUMENTS.get(one.kind, one.kind)} printed in {LANGUAGES[one.language]}"
        yield _Raw(one.asked_at, "document", told, "", "", one.asked_by)


def of_kind(kind: str) -> Callable[[Event], bool]:
    """Whether an event is of a kind; of any where none is asked for."""
    return lambda event: not kind or event.kind == kind
