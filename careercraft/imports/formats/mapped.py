"""Files of a layout of a district's own, read through what somebody said their columns mean."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from careercraft.imports.formats import candidate_tables, format_by_id, values
from careercraft.imports.formats.headers import key
from careercraft.imports.reader import SourceText, Table, refuse
from careercraft.imports.rows import FileRefused, LineResult, SourceFile
from careercraft.imports.sources import texts

NOT_READ = ""
FEWEST_COLUMNS = 2
SHORTEST_ID = 5


class Meaning(NamedTuple):
    """What a layout means: the columns of one of our templates under the headers of the file.

    `fields`: for each column of the file the column of the template, or "" where it is not read.
    `always`: columns of the template that the file does not have and that are alike in every row.
    `values`: column of the template, text of the file, and what of ours it means.
    `has_header`: false where the first row is a record already; `headers` are numbers then.
    """

    format_id: str
    headers: tuple[str, ...]
    fields: tuple[str, ...]
    always: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()
    has_header: bool = True

    def problems(self) -> list[str]:
        """What is wrong with it, in sentences; nothing where it can be used."""
        used = [*filter(None, self.fields), *(name for name, _ in self.always)]
        twice = sorted({name for name in used if used.count(name) > 1})
        unknown = sorted(set(used) - set(format_by_id(self.format_id).columns))
        said = [f"“{name}” is chosen for more than one column." for name in twice]
        said += [f"“{name}” is no column of this template." for name in unknown]
        if not used:
            said.append("Say of at least one column what it holds.")
        return said


def fingerprint(headers: Sequence[str]) -> str:
    """What tells a layout again: its headers in their order, as `headers.key` sees them."""
    return json.dumps([key(header) for header in headers])


def likely_table(source: SourceText) -> Table | None:
    """The most likely header row of a file: the first of the widest rows near the top."""
    candidates = [
        table for table in candidate_tables(source) if _named_columns(table) >= FEWEST_COLUMNS
    ]
    if not candidates:
        return None
    width = max(_named_columns(table) for table in candidates)
    return next(table for table in candidates if _named_columns(table) * 10 >= width * 8)


def _named_columns(table: Table) -> int:
    return sum(bool(name) for name in table.header)


def numbered(width: int) -> tuple[str, ...]:
    """Headers for the columns of a file that has none."""
    return tuple(f"Column {place}" for place in range(1, width + 1))


def headerless_table(source: SourceText) -> Table | None:
    """A file without headers, its columns numbered: from the first of its widest rows on."""
    candidates = list(candidate_tables(source))
    width = max((len(table.header) for table in candidates), default=0)
    if width < FEWEST_COLUMNS:
        return None
    first = next(table for table in candidates if len(table.header) == width)
    return first._replace(header=numbered(width), first_line_after=first.header_line - 1)


def begins_with_a_record(table: Table) -> bool:
    """Whether what stands in the place of headers looks like a row: it holds an id or a date."""
    return any(_is_value(cell) for cell in table.header)


def _is_value(cell: str) -> bool:
    return (values.is_digits(cell) and len(cell) >= SHORTEST_ID) or values.day(cell) is not None


def headers_of(files: Sequence[SourceFile]) -> Iterator[tuple[str, ...]]:
    """Every row near the top of the files under which they might be known."""
    for sheets in texts(files):
        for sheet in sheets:
            for table in candidate_tables(sheet):
                yield table.header


def tables(files: Sequence[SourceFile], meaning: Meaning) -> tuple[Table, ...]:
    """The tables of an upload under the template's headers. Raises FileRefused.

    Sheets of a workbook without these headers are passed over, files without them are refused.
    """
    found: list[Table] = []
    for sheets in texts(files):
        of_file = [table for sheet in sheets if (table := _under(sheet, meaning)) is not None]
        if not of_file:
            raise _other_layout(sheets[0].file)
        found += [_renamed(table, meaning) for table in of_file]
    return tuple(found)


def read(files: Sequence[SourceFile], meaning: Meaning) -> Iterator[LineResult]:
    """Every row of an upload, read as the template would be. Raises FileRefused at once."""
    found = tables(files, meaning)
    return format_by_id(meaning.format_id).read_tables(found)


def _under(source: SourceText, meaning: Meaning) -> Table | None:
    wanted = fingerprint(meaning.headers)
    if not meaning.has_header:
        table = headerless_table(source)
        return table if table and fingerprint(table.header) == wanted else None
    candidates = candidate_tables(source)
    return next((table for table in candidates if fingerprint(table.header) == wanted), None)


def _renamed(table: Table, meaning: Meaning) -> Table:
    """The table with our names over the columns that are read and none over the others."""
    always = dict(meaning.always)
    header = (*meaning.fields, *always)
    return table._replace(header=header, added=tuple(always.values()), said=tuple(_said(meaning)))


def _said(meaning: Meaning) -> Iterator[tuple[int, dict[str, str]]]:
    """What the cells of a column mean, by the column's place."""
    for place, field in enumerate(meaning.fields):
        found = {text.strip().casefold(): ours for of, text, ours in meaning.values if of == field}
        if field and found:
            yield place, found


def _other_layout(file: str) -> FileRefused:
    return refuse(
        file,
        "The columns are not those whose meaning was saved.",
        "Upload files of one layout at a time.",
        "other_layout",
    )


def meaning_as_plain(meaning: Meaning) -> dict[str, object]:
    """A meaning as it is kept."""
    return meaning._asdict()


def meaning_from(plain: Mapping[str, object]) -> Meaning:
    """A meaning from what `meaning_as_plain` gave."""
    said = plain.get("values", ())
    pairs = [(str(name), str(value)) for name, value in plain["always"]]  # type: ignore[attr-defined]
    return Meaning(
        str(plain["format_id"]),
        tuple(str(header) for header in plain["headers"]),  # type: ignore[attr-defined]
        tuple(str(field) for field in plain["fields"]),  # type: ignore[attr-defined]
        tuple(pairs),
        tuple((str(field), str(text), str(ours)) for field, text, ours in said),  # type: ignore[attr-defined]
        bool(plain.get("has_header", True)),
    )
