"""What a district types in about a program: assumptions, targets, percentages, the state's report.

Each value says who entered it, when, and from which document. A new value withdraws the one before
it; nothing is rewritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.models import ProgramEntry
from careercraft.privacy.events import Event
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.people import names_of

KINDS = (
    "assumption",
    "target",
    "requirement",
    "district_percent",
    "state_rate",
    "state_report",
    "designation",
)
NEEDS_DOCUMENT = frozenset(KINDS) - {"assumption"}
LONGEST_DOCUMENT = 200


class CannotEnter(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A value is not taken; the message says what was expected."""


class Entry(NamedTuple):
    """One value as it was typed in. `value` is of the form of its kind."""

    id: UUID
    kind: str
    key: str
    data_year: int | None
    value: Mapping[str, Any]
    document: str
    entered_by: str
    entered_at: datetime
    withdrawn_at: datetime | None


class Standing(NamedTuple):
    """The values that hold now, found by kind, key and year."""

    entries: Mapping[tuple[str, str, int | None], Entry]

    def of_kind(self, kind: str, data_year: int | None = None) -> dict[str, Entry]:
        """The entries of a kind (and year) by their key."""
        return {
            key: entry
            for (found, key, year), entry in self.entries.items()
            if found == kind and year == data_year
        }


def standing(desk: Desk, program_id: UUID) -> Standing:
    """The values that hold for a program that the caller has made sure may be seen."""
    query = select(ProgramEntry).where(
        ProgramEntry.program_id == program_id, ProgramEntry.withdrawn_at.is_(None)
    )
    return Standing({(e.kind, e.key, e.data_year): e for e in _opened(desk, query)})


def history(desk: Desk, program_id: UUID) -> list[Entry]:
    """Everything that was ever typed in for a program, latest first."""
    query = (
        select(ProgramEntry)
        .where(ProgramEntry.program_id == program_id)
        .order_by(ProgramEntry.entered_at.desc(), ProgramEntry.id)
    )
    return _opened(desk, query)


def enter(  # noqa: PLR0917 - what is said of what, and where it was read
    desk: Desk,
    program_id: UUID,
    kind: str,
    key: str,
    data_year: int | None,
    value: Mapping[str, Any],
    document: str,
) -> None:
    """Take a value that the caller has checked; raises `CannotEnter` or `NotFound`."""
    programs.editable(desk, program_id)
    document = document.strip()
    if len(document) > LONGEST_DOCUMENT or (kind in NEEDS_DOCUMENT and not document):
        raise CannotEnter(
            f"Say in at most {LONGEST_DOCUMENT} characters from which document this was read, such "
            "as “OBM report of Aug 9, 2025, page 2”."
        )
    held = _held(desk, program_id, kind, key, data_year)
    if held is not None:
        _end(desk, held)
    entry_id = uuid4()
    added = ProgramEntry(
        id=entry_id,
        district_id=desk.actor.district_id,
        program_id=program_id,
        kind=kind,
        key=key,
        data_year=data_year,
        value=dict(value),
        document_sealed=seal_json(desk.keys, _document(entry_id), document),
        entered_by=desk.actor.user_id,
        entered_at=desk.now,
    )
    desk.session.add(added)
    _record(desk, Event.PROGRAM_ENTRY_MADE, added)


def withdraw(desk: Desk, program_id: UUID, kind: str, key: str, data_year: int | None) -> None:
    """Take a value back; where none stands, nothing happens."""
    programs.editable(desk, program_id)
    held = _held(desk, program_id, kind, key, data_year)
    if held is not None:
        _end(desk, held)
        _record(desk, Event.PROGRAM_ENTRY_WITHDRAWN, held)


def _held(
    desk: Desk, program_id: UUID, kind: str, key: str, data_year: int | None
) -> ProgramEntry | None:
    query = select(ProgramEntry).where(
        ProgramEntry.program_id == program_id,
        ProgramEntry.kind == kind,
        ProgramEntry.key == key,
        ProgramEntry.data_year.is_not_distinct_from(data_year),
        ProgramEntry.withdrawn_at.is_(None),
    )
    return desk.session.scalars(query).first()


def _end(desk: Desk, held: ProgramEntry) -> None:
    held.withdrawn_by, held.withdrawn_at = desk.actor.user_id, desk.now
    desk.session.flush()


def _record(desk: Desk, event: Event, entry: ProgramEntry) -> None:
    desk.session.flush()
    desk.record(
        event,
        "program",
        entry.program_id,
        details={"kind": entry.kind, "key": entry.key, "data_year": entry.data_year},
    )
    desk.session.commit()


def _opened(desk: Desk, query: Any) -> list[Entry]:
    stored = list(desk.session.scalars(query))
    names = names_of(desk, {one.entered_by for one in stored})
    return [
        Entry(
            one.id,
            one.kind,
            one.key,
            one.data_year,
            one.value,
            unseal_json(desk.keys, _document(one.id), one.document_sealed),
            names.get(one.entered_by, ""),
            one.entered_at,
            one.withdrawn_at,
        )
        for one in stored
    ]


def _document(entry_id: UUID) -> Place:
    return Place("program_entries", "document_sealed", entry_id)
