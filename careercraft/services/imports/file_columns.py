"""Files of a layout never seen: what their columns look like and mean, kept for next time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.imports.formats import FileRefused, format_by_id, mapped
from careercraft.imports.formats.mapped import Meaning, fingerprint
from careercraft.imports.formats.profile import best_target, profiles, propose, targets
from careercraft.imports.reader import Table
from careercraft.imports.rows import LineResult, RowProblem, SourceFile
from careercraft.imports.stored import plain_line
from careercraft.models import ColumnMapping
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.imports.file_tables import likely, without_headers
from careercraft.services.imports.file_texts import Unclear, unclear
from careercraft.services.imports.words import (
    FIELD_HINTS,
    effects,
    field_words,
    note_sentence,
    problem_sentence,
)
from careercraft.services.people import names_of

ROWS_TRIED = 500
ROWS_SHOWN = 10
LONGEST_NAME = 80


ALIKE_IN_ALL_ROWS = ("course_kind", "kind", "test", "test_date", "listing", "listing_year")
"""Columns of our templates that a file of one kind often leaves out: they never differ."""


class Column(NamedTuple):
    """One column of the file as the page shows it."""

    place: int
    header: str
    filled: int
    rows: int
    examples: tuple[str, ...]
    field: str
    why: str
    never_read: bool
    """It may hold Social Security numbers."""


class Option(NamedTuple):
    """A field or a template to choose. `hint`: what may stand there."""

    id: str
    label: str
    hint: str = ""


class TriedRow(NamedTuple):
    """One row as it would be read."""

    line: int
    person: str
    effects: tuple[str, ...]
    problems: tuple[str, ...]


class Tried(NamedTuple):
    """The first rows through a meaning: `usable` of `rows` bring something."""

    rows: int
    usable: int
    shown: tuple[TriedRow, ...]
    everywhere: tuple[str, ...]
    """What every one of the rows lacks, told once."""
    out: tuple[str, ...]
    """The columns that stay out."""
    texts: tuple[Unclear, ...]
    """Texts of the file that nobody understands, or that somebody explained."""


class ColumnsPage(NamedTuple):
    """The page on which somebody says what the columns mean."""

    format_id: str
    targets: tuple[Option, ...]
    fields: tuple[Option, ...]
    columns: tuple[Column, ...]
    always: tuple[tuple[Option, str], ...]
    """Fields that the file may leave out because they are alike in every row, with their value."""
    header_line: int
    problems: tuple[str, ...]
    tried: Tried | None
    values: tuple[tuple[str, str, str], ...]
    """What somebody said that texts of the file mean: field, text, ours."""
    headerless: bool
    """Whether the first row is a record already."""


class SavedMeaning(NamedTuple):
    """A layout whose meaning is kept."""

    id: UUID
    name: str
    format_title: str
    headers: tuple[str, ...]
    read: int
    saved_by: str
    saved_at: datetime


class Asked(NamedTuple):
    """What somebody chose on the page; None where the proposal is wanted."""

    format_id: str | None
    fields: tuple[str, ...] | None
    always: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str, str], ...] = ()
    """Field, text of the file, and what of ours it means."""
    headerless: bool | None = None
    """Whether the first row is a record already; None where nobody said."""


def page(desk: Desk, files: Sequence[SourceFile], asked: Asked, *, tried: bool) -> ColumnsPage:
    """The columns of an upload with their proposed or chosen meaning. Raises FileRefused."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    table = likely(files)
    headerless = asked.headerless
    if headerless is None:
        headerless = mapped.begins_with_a_record(table)
    table = without_headers(files) if headerless else table
    looked = profiles(table)
    format_ = _target(asked.format_id) or best_target(looked)
    proposed = propose(looked, format_)
    same_width = asked.fields is not None and len(asked.fields) == len(looked)
    fields = asked.fields if same_width and asked.fields else tuple(p.field for p in proposed)
    columns = tuple(
        Column(
            each.place,
            each.header or f"Column {each.place + 1}",
            each.filled,
            each.rows,
            () if each.looks_like_ssn else each.examples,
            "" if each.looks_like_ssn else field,
            proposal.why if proposal.field == field else "",
            each.looks_like_ssn,
        )
        for each, proposal, field in zip(looked, proposed, fields, strict=True)
    )
    meaning = _meaning(
        format_.id, table, columns, asked.always, asked.values, has_header=not headerless
    )
    problems = tuple(meaning.problems())
    said = dict(asked.always)
    return ColumnsPage(
        format_.id,
        tuple(Option(each.id, each.title) for each in targets()),
        tuple(Option(name, field_words(name)) for name in format_.columns),
        columns,
        tuple(
            (Option(name, field_words(name), FIELD_HINTS[name]), said.get(name, ""))
            for name in ALIKE_IN_ALL_ROWS
            if name in format_.columns
        ),
        table.header_line,
        problems,
        _tried(desk, files, meaning, columns) if tried and not problems else None,
        meaning.values,
        headerless,
    )


def meaning_of(files: Sequence[SourceFile], found: ColumnsPage) -> Meaning:
    """The meaning that a page shows."""
    always = tuple((option.id, value) for option, value in found.always if value)
    table = without_headers(files) if found.headerless else likely(files)
    return _meaning(
        found.format_id,
        table,
        found.columns,
        always,
        found.values,
        has_header=not found.headerless,
    )


def _meaning(
    format_id: str,
    table: Table,
    columns: Sequence[Column],
    always: Sequence[tuple[str, str]],
    values: Sequence[tuple[str, str, str]],
    *,
    has_header: bool,
) -> Meaning:
    used = {column.field for column in columns}
    constant = tuple((name, value) for name, value in always if value and name not in used)
    said = tuple((field, text, ours) for field, text, ours in values if ours and field in used)
    fields = tuple(column.field for column in columns)
    return Meaning(format_id, table.header, fields, constant, said, has_header)


def _target(format_id: str | None) -> Any:
    return next((each for each in targets() if each.id == format_id), None)


def _tried(
    desk: Desk, files: Sequence[SourceFile], meaning: Meaning, columns: Sequence[Column]
) -> Tried:
    lines = list(islice(mapped.read(files, meaning), ROWS_TRIED))
    usable = sum(bool(line.items or line.student) for line in lines)
    out = tuple(column.header for column in columns if not column.field)
    counted = Counter(_lack(problem) for line in lines for problem in line.problems)
    common = {lack for lack, times in counted.items() if times == len(lines) > 1}
    shown = tuple(_tried_row(line, common) for line in lines[:ROWS_SHOWN])
    texts_ = unclear(desk, mapped.tables(files, meaning), meaning, lines)
    return Tried(len(lines), usable, shown, tuple(sorted(common)), out, texts_)


def _lack(problem: RowProblem) -> str:
    """A problem without its line and value: the same for all rows that lack the same."""
    what = f"{field_words(problem.column)}: " if problem.column else ""
    return f"{what}{problem.expected}"


def _tried_row(line: LineResult, common: set[str]) -> TriedRow:
    names = ", ".join(filter(None, (line.person.last_name, line.person.first_name)))
    number = line.person.state_unique_id or line.person.local_id
    kept = plain_line(line)
    items = [item | {"outcome": "create", "old": None, "repeated": False} for item in kept["items"]]
    said = effects(kept | {"items": items, "changes": []}, "create")
    return TriedRow(
        line.line,
        " · ".join(filter(None, (names, number))) or "nobody named",
        tuple(said),
        tuple(
            [problem_sentence(each) for each in line.problems if _lack(each) not in common]
            + [note_sentence(note) for note in line.notes]
        ),
    )


# Kept for the next file


def known(desk: Desk, files: Sequence[SourceFile]) -> UUID | None:
    """The kept meaning of an upload's layout, found by its headers."""
    query = select(ColumnMapping).where(ColumnMapping.withdrawn_at.is_(None))
    kept = {each.header_lookup: each for each in desk.session.scalars(query)}
    if not kept:
        return None
    for headers in mapped.headers_of(files):
        found = kept.get(_lookup(desk, headers))
        if found is not None:
            return found.id
    return _known_without_headers(desk, files, kept)


def _known_without_headers(
    desk: Desk, files: Sequence[SourceFile], kept: Mapping[bytes, ColumnMapping]
) -> UUID | None:
    """The kept meaning of a file without headers: as many columns, most rows without a flaw."""
    try:
        width = len(without_headers(files).header)
    except FileRefused:
        return None
    found = kept.get(_lookup(desk, mapped.numbered(width)))
    if found is None:
        return None
    meaning = _opened(desk, found)[1]
    lines = list(islice(mapped.read(files, meaning), ROWS_TRIED))
    whole = sum(bool(line.items or line.student) and not line.problems for line in lines)
    return found.id if not meaning.has_header and whole * 2 > len(lines) else None


def by_id(desk: Desk, mapping_id: UUID) -> Meaning:
    """A kept meaning; raises `NotFound`."""
    found = desk.session.get(ColumnMapping, mapping_id)
    if found is None:
        raise NotFound("mapping")
    return _opened(desk, found)[1]


def keep(desk: Desk, meaning: Meaning, name: str) -> UUID:
    """Keep a meaning under a name; one of the same headers that was kept before gives way."""
    lookup = _lookup(desk, meaning.headers)
    older = select(ColumnMapping).where(
        ColumnMapping.header_lookup == lookup, ColumnMapping.withdrawn_at.is_(None)
    )
    for each in desk.session.scalars(older):
        each.withdrawn_by, each.withdrawn_at = desk.actor.user_id, desk.now
    desk.session.flush()
    mapping_id = uuid4()
    plain = {"name": name.strip()[:LONGEST_NAME], "meaning": mapped.meaning_as_plain(meaning)}
    desk.session.add(
        ColumnMapping(
            id=mapping_id,
            district_id=desk.actor.district_id,
            format_id=meaning.format_id,
            header_lookup=lookup,
            mapping_sealed=seal_json(desk.keys, _place(mapping_id), plain),
            saved_by=desk.actor.user_id,
            saved_at=desk.now,
        )
    )
    desk.session.flush()
    read = len(list(filter(None, meaning.fields)))
    details: dict[str, Detail] = {"format": meaning.format_id, "columns": read}
    desk.record(Event.MAPPING_SAVED, "column_mapping", mapping_id, details=details)
    return mapping_id


def kept(desk: Desk) -> tuple[SavedMeaning, ...]:
    """Every meaning that is in use, newest first."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    query = (
        select(ColumnMapping)
        .where(ColumnMapping.withdrawn_at.is_(None))
        .order_by(ColumnMapping.saved_at.desc(), ColumnMapping.id)
    )
    found = desk.session.scalars(query).all()
    names = names_of(desk, {each.saved_by for each in found})
    return tuple(_saved(desk, each, names) for each in found)


def _saved(desk: Desk, found: ColumnMapping, names: Mapping[UUID, str]) -> SavedMeaning:
    name, meaning = _opened(desk, found)
    return SavedMeaning(
        found.id,
        name,
        format_by_id(found.format_id).title,
        meaning.headers,
        len(list(filter(None, meaning.fields))),
        names.get(found.saved_by, ""),
        found.saved_at,
    )


def withdraw(desk: Desk, mapping_id: UUID) -> None:
    """Stop using a kept meaning; what was loaded through it stays. Raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_FILES_APPLY)
    found = desk.session.get(ColumnMapping, mapping_id)
    if found is None or found.withdrawn_at is not None:
        raise NotFound("mapping")
    found.withdrawn_by, found.withdrawn_at = desk.actor.user_id, desk.now
    desk.record(Event.MAPPING_WITHDRAWN, "column_mapping", mapping_id)
    desk.session.commit()


def _opened(desk: Desk, found: ColumnMapping) -> tuple[str, Meaning]:
    plain = unseal_json(desk.keys, _place(found.id), found.mapping_sealed)
    return plain["name"], mapped.meaning_from(plain["meaning"])


def _lookup(desk: Desk, headers: Sequence[str]) -> bytes:
    return id_lookup(desk.keys, "columns", fingerprint(headers))


def _place(mapping_id: UUID) -> Place:
    return Place("column_mappings", "mapping_sealed", mapping_id)


def lines_of(files: Sequence[SourceFile], meaning: Meaning) -> Iterator[LineResult]:
    """Every row of an upload through a meaning. Raises FileRefused at once."""
    return mapped.read(files, meaning)
