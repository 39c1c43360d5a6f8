"""Rows that found nobody, or nobody for certain, person by person, with who it might be.

The program suggests and says why; it never chooses: `match_decisions` keeps what people decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from careercraft.filters import long_date
from careercraft.imports.rows import Person
from careercraft.imports.stored import open_row, person_from
from careercraft.models import ImportBatch, ImportRow, MatchDecision
from careercraft.privacy.access import require
from careercraft.privacy.audit import FILES, whom
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.imports.pages import file_names
from careercraft.services.imports.suggestions import Candidate, Suggestion, candidates, suggestions
from careercraft.services.imports.words import reason_sentence

PEOPLE_PER_PAGE = 15
WAITING = ("unmatched", "ambiguous")
STANDING = ("staged", "applied")


class WaitingPerson(NamedTuple):
    """One person as files name them, with the rows that wait for them."""

    row_id: UUID
    shown: tuple[tuple[UUID, UUID], ...]
    """The first row of each file, with that file."""
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


def page(desk: Desk, number: int = 1) -> WaitingPage:
    """The people who wait, most rows first; that they were seen is recorded."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    groups = _groups(desk)
    pages = max(1, -(-len(groups) // PEOPLE_PER_PAGE))
    number = min(max(number, 1), pages)
    shown = groups[(number - 1) * PEOPLE_PER_PAGE : number * PEOPLE_PER_PAGE]
    people = _people(desk, shown)
    _record(desk, number, people)
    desk.session.commit()
    return WaitingPage(people, number, pages, len(groups))


def _record(desk: Desk, number: int, people: Sequence[WaitingPerson]) -> None:
    """Which rows of which files were shown, and who was suggested for them."""
    shown = [one for person in people for one in person.shown]
    desk.record(
        Event.IMPORT_ROWS_VIEWED,
        "waiting_rows",
        details={
            "page": number,
            "rows": len(people),
            FILES: whom(batch_id for _, batch_id in shown),
        },
        students=[one.student_id for person in people for one in person.suggestions],
        waiting=[row_id for row_id, _ in shown],
    )


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
    students = candidates(desk)
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
    return {each.id: ", ".join(file_names(desk, each)) for each in desk.session.scalars(query)}


def _person(
    desk: Desk,
    rows: Sequence[ImportRow],
    number: int,
    names: dict[UUID, str],
    students: Sequence[Candidate],
) -> WaitingPerson:
    kept = open_row(desk.keys, rows[0].id, rows[0].row_sealed)
    person = person_from(kept["person"])
    return WaitingPerson(
        rows[0].id,
        tuple((row.id, row.batch_id) for row in rows),
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
