"""Texts of a file that are no value of ours: what a district's own codes mean, said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy import select

from careercraft.imports.formats.mapped import Meaning
from careercraft.imports.reader import Table
from careercraft.imports.rows import LineResult
from careercraft.models import Campus
from careercraft.services.context import Desk
from careercraft.services.imports.words import field_words

NOT_UNDERSTOOD = frozenset({"unknown_code", "bad_yes_no", "ambiguous_code"})
YES_NO = (("Y", "yes"), ("N", "no"))
CAMPUS = "campus_id"
CAMPUS_DIGITS = 9
A_CAMPUS = "A campus of this district."
ROWS_LOOKED_AT = 500
MOST_SHOWN = 30
"""More different texts in coded columns mean that a column was chosen wrongly."""


class Unclear(NamedTuple):
    """A text of the file in a column with a closed list of values, in so many of the first rows.

    `means` is what somebody said; `mistaken` where that is no value of ours either. `choices` are
    the values to choose from with their words; where there are none, `expected` says what fits.
    """

    field: str
    label: str
    text: str
    rows: int
    expected: str
    choices: tuple[tuple[str, str], ...]
    means: str
    mistaken: bool


class _Found(NamedTuple):
    field: str
    text: str


def unclear(
    desk: Desk, tables: Sequence[Table], meaning: Meaning, lines: Iterable[LineResult]
) -> tuple[Unclear, ...]:
    """What is not understood in the first rows, most rows first, and then what was explained."""
    campuses = _campuses(desk)
    expected: dict[_Found, str] = {}
    counted: Counter[_Found] = Counter()
    for field, text, what in (*_from_problems(lines), *_other_campuses(tables, campuses)):
        counted[_Found(field, text)] += 1
        expected.setdefault(_Found(field, text), what)
    return tuple(islice(_shown(meaning, counted, expected, campuses), MOST_SHOWN))


def _shown(
    meaning: Meaning,
    counted: Counter[_Found],
    expected: Mapping[_Found, str],
    campuses: Mapping[str, str],
) -> Iterator[Unclear]:
    explained = {_Found(field, ours): text for field, text, ours in meaning.values}
    for found, rows in counted.most_common():
        text = explained.get(found)
        choices = _choices(found.field, expected[found], campuses)
        label = field_words(found.field)
        said = (found.text, True) if text is not None else ("", False)
        shown = found.text if text is None else text
        yield Unclear(found.field, label, shown, rows, expected[found], choices, *said)
    for field, text, ours in meaning.values:
        if _Found(field, ours) not in counted:
            choices = tuple(campuses.items()) if field == CAMPUS else ()
            yield Unclear(field, field_words(field), text, 0, "", choices, ours, False)


def _choices(field: str, expected: str, campuses: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if field == CAMPUS:
        return tuple(campuses.items())
    return YES_NO if expected.startswith("Y or N, yes") else ()


def _from_problems(lines: Iterable[LineResult]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        for problem in line.problems:
            if problem.code in NOT_UNDERSTOOD and problem.column and problem.value:
                yield problem.column, problem.value, problem.expected


def _other_campuses(
    tables: Sequence[Table], campuses: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """What stands in the column of the campus and is the number of none of ours."""
    for table in tables:
        if CAMPUS not in table.header:
            continue
        place = table.header.index(CAMPUS)
        for record in islice(table.records(), ROWS_LOOKED_AT):
            text = record.cells[place].strip() if place < len(record.cells) else ""
            if text and text.zfill(CAMPUS_DIGITS) not in campuses:
                yield CAMPUS, text, A_CAMPUS


def _campuses(desk: Desk) -> dict[str, str]:
    query = select(Campus.number, Campus.name).order_by(Campus.name)
    return {row.number: row.name for row in desk.session.execute(query)}
