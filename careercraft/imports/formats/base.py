"""What every file format says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from careercraft.imports.formats.headers import Columns
from careercraft.imports.formats.row import Row, names_someone, nobody, unreadable
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult

Matcher = Callable[[frozenset[str]], tuple[str, ...]]
"""Header keys in, the telling ones out; empty when the file is not of this format."""

TableReader = Callable[[tuple[Table, ...]], Iterator[LineResult]]

_DATE_KEYS = ("date", "ended", "earned_on", "on", "began_on")


@dataclass(frozen=True)
class Format:
    """A file layout the product reads.

    `kind` is "roster" or "evidence"; `covers` names what a file of it can prove; `columns` are the
    columns of a template of ours, in order (empty for a vendor's layout).
    """

    id: str
    title: str
    vendor: str
    kind: str
    covers: tuple[str, ...]
    cadence: str
    description: str
    matches: Matcher
    read_tables: TableReader
    columns: tuple[str, ...] = ()
    check_set: Callable[[tuple[Table, ...]], None] = lambda _tables: None
    reported_aliases: Mapping[str, tuple[str, ...]] | None = None


def latest_day(item: EvidenceItem) -> str | None:
    """The latest day of a fact, as ISO text: up to then its file may be taken to speak."""
    latest = None
    for name in _DATE_KEYS:
        day = item.payload.get(name)
        if isinstance(day, str) and (latest is None or day > latest):
            latest = day
    return latest


def needs(*all_of: str, any_of: tuple[str, ...] = ()) -> Matcher:
    """A matcher for files that have every key of `all_of` and one of `any_of`, when given."""

    def matches(header: frozenset[str]) -> tuple[str, ...]:
        one = next((name for name in any_of if name in header), None)
        if not set(all_of) <= header or (any_of and one is None):
            return ()
        return (*all_of, *((one,) if one else ()))

    return matches


def each_row(
    tables: tuple[Table, ...],
    aliases: Mapping[str, tuple[str, ...]],
    read_row: Callable[[Row], LineResult],
) -> Iterator[LineResult]:
    """Every record of every table through `read_row`, or refused where it cannot be cut."""
    for table in tables:
        columns = Columns(table.header, aliases)
        merged = frozenset(table.source.merged)
        for record in table.records():
            row = Row(table.file, record, columns, continues_merged=record.line in merged)
            yield unreadable(row) or _for_someone(row, read_row(row))


def _for_someone(row: Row, result: LineResult) -> LineResult:
    """The result, or a refusal of facts that would belong to nobody."""
    if (result.items or result.student) and not names_someone(result.person):
        return nobody(row)
    return result
