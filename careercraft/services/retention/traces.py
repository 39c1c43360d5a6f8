"""Where a student is named outside the own record: waiting lines, originals, words of staff."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import LargeBinary, Table, select

from careercraft.db import Base
from careercraft.imports.reader import unpack
from careercraft.imports.rows import FileRefused, SourceFile
from careercraft.models import BonusListRow, ImportRow, MatchDecision
from careercraft.privacy.identity import Identity
from careercraft.privacy.names import folded
from careercraft.privacy.sealing import Place, owner_of, seal, unseal, unseal_json
from careercraft.services.context import Desk
from careercraft.services.retention.rows import put

SHORTEST_ID = 4
"""Shorter numbers stand for too much else to be looked for in words."""
REMOVED = "[removed]"
NEVER_WORDS = frozenset({"users", "data_keys", "record_keys", "students"})
"""Tables whose sealed columns hold no words of staff about students."""


class Traces(NamedTuple):
    """By what a student is recognised in words."""

    identity: Identity
    pattern: re.Pattern[str]

    def are_in(self, text: str) -> bool:
        """Whether a text names the student."""
        return self.pattern.search(text) is not None

    def taken_out_of(self, text: str) -> str:
        """The text without them."""
        return self.pattern.sub(REMOVED, text)


def traces_of(identity: Identity) -> Traces:
    """What to look for: both ids, and first and last name beside each other in either order."""
    first, last = (re.escape(name) for name in (identity.first_name, identity.last_name))
    ids = [one for one in (identity.state_unique_id, identity.local_id) if one]
    searched = [rf"(?<![\w]){re.escape(one)}(?![\w])" for one in ids if len(one) >= SHORTEST_ID]
    if first and last:
        between = r"[\s,._\-]{1,3}"
        searched += [rf"{first}{between}{last}", rf"{last}{between}{first}"]
    return Traces(identity, re.compile("|".join(searched) or r"(?!)", re.IGNORECASE))


def waiting_rows(desk: Desk, traces: Traces, student_id: UUID) -> list[UUID]:
    """Lines of files that are about this student, and in which nobody found the student."""
    query = select(ImportRow.id, ImportRow.row_sealed).where(ImportRow.student_id.is_(None))
    decided = select(MatchDecision.person_lookup).where(MatchDecision.student_id == student_id)
    said = select(ImportRow.id).where(ImportRow.person_lookup.in_(decided))
    found = _about(desk, traces, "import_rows", "row_sealed", query, "person")
    return sorted({*found, *desk.session.scalars(said)})


def waiting_state_rows(desk: Desk, traces: Traces) -> list[UUID]:
    """The same for the state's lists."""
    query = select(BonusListRow.id, BonusListRow.row_sealed).where(
        BonusListRow.student_id.is_(None)
    )
    return _about(desk, traces, "bonus_list_rows", "row_sealed", query, "person")


def decisions_about(desk: Desk, traces: Traces) -> list[UUID]:
    """Decisions that somebody written like this student is nobody of the district's."""
    query = select(MatchDecision.id, MatchDecision.person_sealed).where(
        MatchDecision.student_id.is_(None)
    )
    return _about(desk, traces, "match_decisions", "person_sealed", query, None)


def _about(  # noqa: PLR0917 - where, whom, which column of which rows, where in it the person is
    desk: Desk, traces: Traces, table: str, column: str, query: Any, inside: str | None
) -> list[UUID]:
    found = []
    for row_id, sealed in desk.session.execute(query):
        opened = unseal_json(desk.keys, Place(table, column, row_id), sealed)
        if is_person(traces.identity, opened[inside] if inside else opened):
            found.append(row_id)
    return found


def is_person(identity: Identity, person: Mapping[str, Any]) -> bool:
    """Whether a line is about a student: by an id, or by both names and no other birth date."""
    for name in ("state_unique_id", "local_id"):
        said, known = person.get(name), getattr(identity, name)
        if said and known:
            if str(said).strip() == known:
                return True
            if name == "state_unique_id":
                return False
    return _same_names(identity, person) and _same_birth(identity.birth_date, person)


def _same_names(identity: Identity, person: Mapping[str, Any]) -> bool:
    return all(
        person.get(name) and folded(str(person[name])) == folded(getattr(identity, name))
        for name in ("first_name", "last_name")
    )


def _same_birth(known: date | None, person: Mapping[str, Any]) -> bool:
    said = person.get("birth_date")
    return not said or known is None or str(said) == known.isoformat()


def names_student(traces: Traces, file: SourceFile) -> bool:
    """Whether an original names the student; one that cannot be read counts as if it did."""
    try:
        return any(_lines_name(traces, one.content) for one in unpack([file]))
    except (FileRefused, UnicodeError, ValueError):
        return True


def _lines_name(traces: Traces, content: bytes) -> bool:
    if content.startswith(b"PK"):
        raise ValueError("a workbook that was never read as lines")
    text = content.decode("utf-8", "replace")
    if traces.are_in(text):
        return True
    first, last = folded(traces.identity.first_name), folded(traces.identity.last_name)
    lines = (folded(line) for line in text.splitlines())
    return any(first in line and last in line for line in lines)


def remove_from_words(desk: Desk, traces: Traces) -> int:
    """Take the student out of words that belong to no student; how many values were changed.

    Words in another student's record are part of that record and stay.
    """
    changed = 0
    for table, column in sealed_columns():
        for row_id, value in desk.session.execute(select(table.c.id, table.c[column])).all():
            if value and owner_of(value) is None:
                changed += remove_from(desk, traces, Place(table.name, column, row_id), value)
    return changed


def remove_from(desk: Desk, traces: Traces, place: Place, value: bytes) -> bool:
    """Take the student out of one sealed value, whosever it is; whether it was named there."""
    text = unseal(desk.keys, place, value).decode()
    if not traces.are_in(text):
        return False
    renewed = seal(desk.keys, place.of(owner_of(value)), traces.taken_out_of(text).encode())
    put(desk, Base.metadata.tables[place.table], place.row, place.column, renewed)
    return True


def sealed_columns() -> Iterator[tuple[Table, str]]:
    """Every sealed column that may hold words."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            sealed = column.name.endswith("_sealed") and isinstance(column.type, LargeBinary)
            if sealed and table.name not in NEVER_WORDS:
                yield table, column.name
