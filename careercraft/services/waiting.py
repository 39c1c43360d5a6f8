"""Rows that found nobody, or nobody for certain: who it might be, and what a person decides.

The program suggests and says why; it never chooses. A decision is found again by a keyed hash of
all that the rows say of the person, so that the next file needs none, and it can be taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, func, or_, select

from careercraft.clock import TEXAS
from careercraft.filters import grade, long_date
from careercraft.imports.formats import format_by_id
from careercraft.imports.rows import LineResult, Person
from careercraft.imports.staging import stage
from careercraft.imports.stored import line_from, open_row, person_from
from careercraft.models import Campus, ImportBatch, ImportRow, MatchDecision, Student
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.identity import Identity, identity_from
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.names import folded
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import import_pages
from careercraft.services.context import Desk
from careercraft.services.import_words import reason_sentence
from careercraft.services.people import names_of

PEOPLE_PER_PAGE = 15
SUGGESTED = 4
WAITING = ("unmatched", "ambiguous")
STANDING = ("staged", "applied")
ALIKE = 0.8
"""Share of letters in common from which two names might be one, misspelt."""


class Suggestion(NamedTuple):
    """A student who might be meant, and why."""

    student_id: UUID
    name: str
    about: str
    why: tuple[str, ...]


class WaitingPerson(NamedTuple):
    """One person as files name them, with the rows that wait for them."""

    row_id: UUID
    person: str
    about: tuple[str, ...]
    reason: str
    rows: int
    files: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]


class WaitingPage(NamedTuple):
    """One page of the queue; `total` people wait."""

    people: tuple[WaitingPerson, ...]
    page: int
    pages: int
    total: int


class DecisionView(NamedTuple):
    """A decision in use."""

    id: UUID
    person: str
    student_id: UUID | None
    student: str | None
    decided_by: str
    decided_at: datetime
    to_load: int
    """Rows of applied files that it concerns and that were left out when they were applied."""


class _Student(NamedTuple):
    id: UUID
    identity: Identity
    campus: str
    grade: int | None
    class_of: int


def page(desk: Desk, number: int = 1) -> WaitingPage:
    """The people who wait, most rows first; that they were seen is recorded."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    groups = _groups(desk)
    pages = max(1, -(-len(groups) // PEOPLE_PER_PAGE))
    number = min(max(number, 1), pages)
    shown = groups[(number - 1) * PEOPLE_PER_PAGE : number * PEOPLE_PER_PAGE]
    people = _people(desk, shown)
    desk.record(
        Event.IMPORT_ROWS_VIEWED, "waiting_rows", details={"page": number, "rows": len(people)}
    )
    desk.session.commit()
    return WaitingPage(people, number, pages, len(groups))


def count(desk: Desk) -> int:
    """How many people wait for a decision."""
    query = select(func.count(func.distinct(ImportRow.person_lookup))).where(_waits())
    joined = query.join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
    return desk.session.execute(joined).scalar_one()


def _waits() -> ColumnElement[bool]:
    decided = select(MatchDecision.person_lookup).where(MatchDecision.withdrawn_at.is_(None))
    return (
        ImportRow.person_lookup.is_not(None)
        & ImportRow.outcome.in_(WAITING)
        & ImportBatch.state.in_(STANDING)
        & ImportRow.person_lookup.not_in(decided)
    )


def _groups(desk: Desk) -> list[tuple[bytes, int]]:
    """The people who wait, by the hash of what rows say of them, with their rows."""
    query = (
        select(ImportRow.person_lookup, func.count().label("rows"))
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(_waits())
        .group_by(ImportRow.person_lookup)
        .order_by(func.count().desc(), func.min(ImportRow.line), ImportRow.person_lookup)
    )
    return [(row[0] or b"", row.rows) for row in desk.session.execute(query)]


def _people(desk: Desk, groups: Sequence[tuple[bytes, int]]) -> tuple[WaitingPerson, ...]:
    if not groups:
        return ()
    firsts = _first_rows(desk, [lookup for lookup, _ in groups])
    names = _names_of_files(desk, {row.batch_id for each in firsts.values() for row in each})
    students = _students(desk)
    return tuple(_person(desk, firsts[lookup], n, names, students) for lookup, n in groups)


def _first_rows(desk: Desk, lookups: Sequence[bytes]) -> dict[bytes | None, list[ImportRow]]:
    """The first row of each file that names each of some people."""
    query = (
        select(ImportRow.id, ImportRow.person_lookup, ImportRow.batch_id)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.person_lookup.in_(lookups), _waits())
        .order_by(ImportRow.id)
    )
    wanted: dict[tuple[bytes | None, UUID], UUID] = {}
    for row in desk.session.execute(query):
        wanted.setdefault((row.person_lookup, row.batch_id), row.id)
    found: dict[bytes | None, list[ImportRow]] = defaultdict(list)
    rows = select(ImportRow).where(ImportRow.id.in_(wanted.values())).order_by(ImportRow.id)
    for each in desk.session.scalars(rows):
        found[each.person_lookup].append(each)
    return found


def _names_of_files(desk: Desk, batch_ids: set[UUID]) -> dict[UUID, str]:
    query = select(ImportBatch).where(ImportBatch.id.in_(batch_ids))
    return {
        each.id: ", ".join(import_pages.file_names(desk, each))
        for each in desk.session.scalars(query)
    }


def _person(
    desk: Desk,
    rows: Sequence[ImportRow],
    number: int,
    names: dict[UUID, str],
    students: Sequence[_Student],
) -> WaitingPerson:
    kept = open_row(desk.keys, rows[0].id, rows[0].row_sealed)
    person = person_from(kept["person"])
    return WaitingPerson(
        rows[0].id,
        ", ".join(filter(None, (person.last_name, person.first_name))) or "Nobody named",
        tuple(_about(person)),
        reason_sentence(kept["match"]) or "",
        number,
        tuple(dict.fromkeys(names[row.batch_id] for row in rows)),
        suggestions(person, students),
    )


def _about(person: Person) -> Iterable[str]:
    if person.birth_date:
        yield f"born {long_date(person.birth_date)}"
    if person.state_unique_id:
        yield f"state ID {person.state_unique_id}"
    if person.local_id:
        yield f"local ID {person.local_id}"


def _students(desk: Desk) -> list[_Student]:
    """Everyone of the district, opened: names are compared in memory."""
    query = (
        select(Student.id, Student.identity_sealed, Campus.name, Student.grade, Student.class_of)
        .join(Campus, Campus.id == Student.campus_id)
        .where(Student.removed_at.is_(None))
    )
    return [
        _Student(
            row.id,
            identity_from(desk.keys, row.id, row.identity_sealed),
            row.name,
            row.grade,
            row.class_of,
        )
        for row in desk.session.execute(query)
    ]


def suggestions(person: Person, students: Iterable[_Student]) -> tuple[Suggestion, ...]:
    """The students whom a person of a file might be, likeliest first, each with the reasons."""
    weighed = [(_likeness(person, each.identity), each) for each in students]
    likely = sorted(
        ((found, each) for found, each in weighed if found[0] >= 2),
        key=lambda pair: (-pair[0][0], pair[1].identity.listed_name, pair[1].id),
    )
    return tuple(
        Suggestion(each.id, each.identity.listed_name, _shown(each), tuple(why))
        for (_, why), each in likely[:SUGGESTED]
    )


def _shown(student: _Student) -> str:
    identity = student.identity
    level = grade(student.grade).lower() if student.grade is not None else None
    born = f"born {long_date(identity.birth_date)}" if identity.birth_date else None
    local = f"local ID {identity.local_id}" if identity.local_id else None
    return ", ".join(filter(None, (born, local, level, student.campus)))


def _likeness(person: Person, identity: Identity) -> tuple[float, list[str]]:
    """How much speaks for a student, and what it is in words."""
    told = [
        _ids_alike("state ID", person.state_unique_id, identity.state_unique_id),
        _ids_alike("local ID", person.local_id, identity.local_id),
        _names_alike("last name", person.last_name, identity.last_name),
        _names_alike("first name", person.first_name, identity.first_name),
        _births_alike(person.birth_date, identity.birth_date),
    ]
    found = [each for each in told if each is not None]
    return sum(weight for weight, _ in found), [words for weight, words in found if weight]


def _ids_alike(what: str, said: str | None, known: str | None) -> tuple[float, str] | None:
    """For or against: an id that is quite another speaks against somebody."""
    if not said or not known:
        return None
    said, known = said.casefold().lstrip("0"), known.casefold().lstrip("0")
    if said == known:
        return 2.0, f"same {what}"
    if len(said) == len(known) and sum(a != b for a, b in zip(said, known, strict=True)) == 1:
        return 1.5, f"{what} differs by one digit"
    swapped = sorted(said) == sorted(known) and len(said) > 3
    return (1.5, f"{what} with digits swapped") if swapped else (-0.5, f"other {what}")


def _names_alike(what: str, said: str | None, known: str) -> tuple[float, str] | None:
    if not said:
        return None
    one, other = folded(said), folded(known)
    if one == other or set(one.split()) & set(other.split()):
        return 1.0, f"same {what}"
    alike = SequenceMatcher(None, one, other).ratio() >= ALIKE
    begins = min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
    return (0.75, f"{what} reads alike") if alike or begins else None


def _births_alike(said: date | None, known: date | None) -> tuple[float, str] | None:
    if said is None or known is None:
        return None
    if said == known:
        return 1.5, "same date of birth"
    parts = sum(a != b for a, b in zip(said.timetuple()[:3], known.timetuple()[:3], strict=True))
    swapped = (said.year, said.month, said.day) == (known.year, known.day, known.month)
    if swapped:
        return 1.0, "day and month of birth swapped"
    return (
        (0.75, "date of birth differs in one part") if parts == 1 else (-0.5, "other date of birth")
    )


# Deciding


class NobodyFound(Exception):  # noqa: N818 - an answer to the person, not a fault
    """No student, or more than one, has the id that was typed."""


def decide(desk: Desk, row_id: UUID, student_id: UUID | None) -> None:
    """Say who the person of a row is, or that it is nobody of the district. Raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    row = desk.session.get(ImportRow, row_id)
    if row is None or row.person_lookup is None:
        raise NotFound("row")
    if student_id is not None:
        student = desk.session.get(Student, student_id)
        if student is None or student.removed_at is not None:
            raise NotFound("student")
    _end(desk, MatchDecision.person_lookup == row.person_lookup)
    kept = open_row(desk.keys, row.id, row.row_sealed)
    decision_id = uuid4()
    desk.session.add(
        MatchDecision(
            id=decision_id,
            district_id=desk.actor.district_id,
            person_lookup=row.person_lookup,
            person_sealed=seal_json(desk.keys, _place(decision_id), kept["person"]),
            student_id=student_id,
            decided_by=desk.actor.user_id,
            decided_at=desk.now,
        )
    )
    details = {"student_id": str(student_id) if student_id else None}
    desk.record(Event.MATCH_DECIDED, "match_decision", decision_id, details=details)
    desk.session.commit()


def student_with(desk: Desk, number: str) -> UUID:
    """The one student with this state or local id. Raises `NobodyFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    text = number.strip()
    query = select(Student.id).where(
        Student.removed_at.is_(None),
        or_(
            Student.state_id_lookup == id_lookup(desk.keys, "state", text),
            Student.local_id_lookup == id_lookup(desk.keys, "local", text),
        ),
    )
    found = desk.session.scalars(query.limit(2)).all()
    if len(found) != 1:
        raise NobodyFound("No student, or more than one, has this ID.")
    return found[0]


def withdraw(desk: Desk, decision_id: UUID) -> None:
    """Take a decision back; what was loaded by it stays until that file is undone."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = desk.session.get(MatchDecision, decision_id)
    if found is None or found.withdrawn_at is not None:
        raise NotFound("decision")
    _end(desk, MatchDecision.id == decision_id)
    desk.record(Event.MATCH_DECISION_WITHDRAWN, "match_decision", decision_id)
    desk.session.commit()


def _end(desk: Desk, which: ColumnElement[bool]) -> None:
    query = select(MatchDecision).where(which, MatchDecision.withdrawn_at.is_(None))
    for each in desk.session.scalars(query):
        each.withdrawn_by, each.withdrawn_at = desk.actor.user_id, desk.now
    desk.session.flush()


def decisions(desk: Desk) -> tuple[DecisionView, ...]:
    """Every decision in use, newest first."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    query = (
        select(MatchDecision)
        .where(MatchDecision.withdrawn_at.is_(None))
        .order_by(MatchDecision.decided_at.desc(), MatchDecision.id)
    )
    found = desk.session.scalars(query).all()
    names = names_of(desk, {each.decided_by for each in found})
    students = import_pages.student_names(desk, {d.student_id for d in found if d.student_id})
    to_load = _to_load(desk)
    return tuple(
        DecisionView(
            each.id,
            import_pages.person_in_words(_said(desk, each)),
            each.student_id,
            students.get(each.student_id) if each.student_id else None,
            names.get(each.decided_by, ""),
            each.decided_at,
            to_load.get(each.person_lookup, 0),
        )
        for each in found
    )


def _said(desk: Desk, found: MatchDecision) -> Person:
    plain: dict[str, Any] = unseal_json(desk.keys, _place(found.id), found.person_sealed)
    return person_from(plain)


def _place(decision_id: UUID) -> Place:
    return Place("match_decisions", "person_sealed", decision_id)


# Loading what was left out


def _left_out() -> ColumnElement[bool]:
    """Rows of applied files about somebody decided since; rows loaded afterwards are not among."""
    decided = select(MatchDecision.person_lookup).where(
        MatchDecision.withdrawn_at.is_(None), MatchDecision.student_id.is_not(None)
    )
    return (
        ImportRow.outcome.in_(WAITING)
        & ImportRow.person_lookup.in_(decided)
        & (ImportBatch.state == "applied")
    )


def _to_load(desk: Desk) -> dict[bytes | None, int]:
    query = (
        select(ImportRow.person_lookup, func.count().label("rows"))
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(_left_out())
        .group_by(ImportRow.person_lookup)
    )
    return {row.person_lookup: row.rows for row in desk.session.execute(query)}


def load_decided(desk: Desk) -> tuple[UUID, ...]:
    """Stage, per applied file, a batch of its rows whose person is decided now.

    Each is looked at, applied and undone like any file; rows loaded before change nothing.
    """
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    query = (
        select(ImportBatch)
        .where(ImportBatch.id.in_(select(ImportRow.batch_id).join(ImportBatch).where(_left_out())))
        .order_by(ImportBatch.id)
    )
    return tuple(_follow_up(desk, parent) for parent in desk.session.scalars(query).all())


def _follow_up(desk: Desk, parent: ImportBatch) -> UUID:
    batch_id = uuid4()
    names = [{"file": "", "name": name} for name in import_pages.file_names(desk, parent)]
    found = ImportBatch(
        id=batch_id,
        district_id=desk.actor.district_id,
        format_id=parent.format_id,
        state="staged",
        names_sealed=seal_json(desk.keys, Place("import_batches", "names_sealed", batch_id), names),
        content_sha256=parent.content_sha256,
        size=0,
        uploaded_by=desk.actor.user_id,
        uploaded_at=desk.now,
        read_at=desk.now,
        counts={},
        parent_id=parent.id,
        mapping_id=parent.mapping_id,
    )
    desk.session.add(found)
    desk.session.flush()
    staged = stage(
        desk.session,
        desk.keys,
        batch_id,
        _decided_lines(desk, parent.id),
        format_by_id(parent.format_id or ""),
        desk.now.astimezone(TEXAS).date(),
        lambda _done: None,
    )
    found.counts, found.covers_through = staged.counts, staged.covers_through
    numbers = {name: n for name, n in found.counts.items() if isinstance(n, int)}
    desk.record(Event.IMPORT_READ, "import_batch", batch_id, details=numbers)
    desk.session.commit()
    return batch_id


def _decided_lines(desk: Desk, parent_id: UUID) -> list[LineResult]:
    query = (
        select(ImportRow.id, ImportRow.row_sealed)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.batch_id == parent_id, _left_out())
        .order_by(ImportRow.id)
    )
    return [
        line_from(open_row(desk.keys, row.id, row.row_sealed))
        for row in desk.session.execute(query)
    ]
