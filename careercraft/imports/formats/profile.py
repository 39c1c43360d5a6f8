"""What the columns of an unknown file look like, and which field each of them probably is.

A proposal rests on two things, both told to the person: how the header reads, and what the values
look like. Values that cannot be a field's rule it out, whatever the header says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from careercraft.imports.formats import FORMATS, values
from careercraft.imports.formats.base import Format
from careercraft.imports.formats.headers import key
from careercraft.imports.reader import Table

ROWS_LOOKED_AT = 400
EXAMPLES = 3
ALIKE = 0.82
"""Share of letters in common from which two headers read alike."""
MOSTLY = 0.9
"""Share of values that must have a shape: a few slips do not speak against it."""
SURE, LIKELY, BY_SHAPE = 1.0, 0.7, 0.4

_SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_WORDS = re.compile(r"[^\W\d_][^\d]*")


SPELT_OUT = {
    "cert": "certification",
    "dob": "birth date",
    "dt": "date",
    "fname": "first name",
    "gr": "grade",
    "grad": "graduation",
    "id": "number",
    "identifier": "number",
    "lname": "last name",
    "lvl": "level",
    "mname": "middle name",
    "nbr": "number",
    "nm": "name",
    "no": "number",
    "num": "number",
    "rdg": "reading",
    "surname": "last name",
    "yr": "year",
}
GENERIC_WORDS = frozenset({"number", "id", "name", "date", "code", "level", "type"})
IDLE_WORDS = frozenset({"student", "stu", "stud", "of", "the", "a"})


class ColumnProfile(NamedTuple):
    """One column: its header, how much of it is filled, a few values, and their shapes."""

    place: int
    header: str
    filled: int
    rows: int
    distinct: int
    examples: tuple[str, ...]
    shapes: frozenset[str]

    @property
    def looks_like_ssn(self) -> bool:
        """Whether it might hold Social Security numbers, which are never read."""
        return "ssn" in self.shapes or key(self.header) in {"ssn", "socialsecuritynumber", "e0001"}


class Proposal(NamedTuple):
    """The field a column probably is, how sure that is (0 to 1), and why."""

    field: str
    strength: float
    why: str


NOTHING = Proposal("", 0.0, "")


def _is_score(low: int, high: int, step: int = 1) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        number = values.whole(text)
        return number is not None and low <= number <= high and not (number - low) % step

    return fits


def _digits(low: int, high: int) -> Callable[[str], bool]:
    return lambda text: values.is_digits(text) and low <= len(text) <= high


SHAPES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "ten_digits": ("numbers of ten digits", _digits(9, 10)),
    "exactly_ten": ("numbers of ten digits", _digits(10, 10)),
    "campus": ("numbers of nine digits", _digits(8, 9)),
    "short_id": ("short ids", lambda text: len(text) <= 9 and any(c.isdigit() for c in text)),
    "date": ("dates", lambda text: values.day(text) is not None or values.is_ambiguous_day(text)),
    "year": ("years", _is_score(1990, 2100)),
    "grade": ("grades", lambda text: values.grade_level(text) is not None),
    "yes_no": ("yes or no", lambda text: values.yes_no(text) is not None or text.lower() == "x"),
    "sat": ("scores from 200 to 800", _is_score(200, 800, 10)),
    "act": ("scores from 1 to 36", _is_score(1, 36)),
    "tsia": ("scores from 910 to 990", _is_score(910, 990)),
    "small": ("small numbers", _is_score(0, 20)),
    "number": ("numbers", lambda text: values.number(text) is not None),
    "three_digits": ("codes of three digits", _digits(1, 3)),
    "words": ("words", lambda text: bool(_WORDS.fullmatch(text))),
    "ssn": ("Social Security numbers", lambda text: bool(_SSN.fullmatch(text))),
}
NEEDS: dict[str, tuple[str, ...]] = {
    "state_unique_id": ("ten_digits",),
    "local_id": ("short_id",),
    "campus_id": ("campus",),
    "last_name": ("words",),
    "first_name": ("words",),
    "middle_name": ("words",),
    "grade": ("grade",),
    "class_of": ("year",),
    "ebrw": ("sat",),
    "math": ("sat", "act"),
    "english": ("act",),
    "reading": ("act",),
    "composite": ("act",),
    "elar_crc": ("tsia",),
    "math_crc": ("tsia",),
    "elar_diagnostic": ("small",),
    "math_diagnostic": ("small",),
    "essay": ("small",),
    "score": ("small",),
    "hours": ("number",),
    "credits": ("number",),
    "code": ("three_digits",),
    **dict.fromkeys(
        (
            "birth_date",
            "test_date",
            "ended_on",
            "earned_on",
            "graduated_on",
            "began_on",
            "reached_on",
            "grade_9_began_on",
        ),
        ("date",),
    ),
    **dict.fromkeys(
        ("special_education", "at_risk", "section_504", "qualified", "approved_list", "ccmr_met"),
        ("yes_no",),
    ),
}
"""The shape that the values of a field must mostly have; where several stand, one of them."""

TELLING_BY_SHAPE = {"exactly_ten": "state_unique_id", "campus": "campus_id", "tsia": "elar_crc"}
"""Shapes so particular that they tell a field even under a header that says nothing."""


def targets() -> tuple[Format, ...]:
    """The templates of ours that a file can be mapped to."""
    return tuple(each for each in FORMATS if each.columns)


def profiles(table: Table) -> tuple[ColumnProfile, ...]:
    """Every column of a table, judged by its first rows."""
    records = [record for record in islice(table.records(), ROWS_LOOKED_AT) if not record.flaw]
    columns = range(len(table.header))
    cells = [[record.cells[i] for record in records if i < len(record.cells)] for i in columns]
    return tuple(
        _profile(index, table.header[index], column, len(records))
        for index, column in enumerate(cells)
    )


def _profile(index: int, header: str, cells: Sequence[str], rows: int) -> ColumnProfile:
    texts = [text for text in map(values.clean, cells) if text.lower() not in values.MISSING]
    examples = tuple(islice(dict.fromkeys(texts), EXAMPLES))
    shapes = frozenset(name for name, (_, fits) in SHAPES.items() if _mostly(texts, fits))
    return ColumnProfile(index, header, len(texts), rows, len(set(texts)), examples, shapes)


def _mostly(texts: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return bool(texts) and sum(map(fits, texts)) >= MOSTLY * len(texts)


def best_target(columns: Sequence[ColumnProfile]) -> Format:
    """The template whose columns the file seems to have most of; ids and names tell nothing."""

    def told(format_: Format) -> float:
        found = propose(columns, format_)
        return sum(p.strength for p in found if p.field not in NOT_TELLING)

    return max(targets(), key=told)


NOT_TELLING = frozenset(
    {"state_unique_id", "local_id", "last_name", "first_name", "middle_name", "birth_date", "grade"}
)


def propose(columns: Sequence[ColumnProfile], format_: Format) -> list[Proposal]:
    """For each column the field it probably is; no field twice, the surest first."""
    aliases = format_.reported_aliases or {}
    fields = {name: (name, *aliases.get(name, ())) for name in format_.columns}
    scored = [
        (_judged(column, field, names), column.place)
        for column in columns
        if not column.looks_like_ssn
        for field, names in fields.items()
    ]
    ranked = sorted((each for each in scored if each[0].field), key=lambda each: -each[0].strength)
    chosen: dict[int, Proposal] = {}
    taken: set[str] = set()
    for proposal, index in ranked:
        if index not in chosen and proposal.field not in taken:
            chosen[index] = proposal
            taken.add(proposal.field)
    return [chosen.get(column.place, NOTHING) for column in columns]


def _judged(column: ColumnProfile, field: str, names: Iterable[str]) -> Proposal:
    needed = NEEDS.get(field, ())
    if column.filled and needed and not column.shapes & set(needed):
        return NOTHING
    shown = _shape_words(column, needed)
    likeness, name = max((_likeness(column.header, name), name) for name in names)
    if likeness == 1:
        return Proposal(field, SURE, f"The header says so{shown}.")
    if likeness >= ALIKE:
        known = name.replace("_", " ")
        return Proposal(field, LIKELY * likeness, f"The header reads like “{known}”{shown}.")
    if any(TELLING_BY_SHAPE.get(shape) == field for shape in column.shapes) and column.filled:
        return Proposal(field, BY_SHAPE, f"By its values alone{shown}.")
    return NOTHING


def _shape_words(column: ColumnProfile, needed: Iterable[str]) -> str:
    found = next((shape for shape in needed if shape in column.shapes), None)
    if found is None:
        return "" if column.filled else "; the column is empty"
    return f"; the values are {SHAPES[found][0]}, as in “{column.examples[0]}”"


def _likeness(header: str, name: str) -> float:
    """How alike two headers are; a word more or less counts little, other words count much."""
    if key(header) and key(header) == key(name):
        return 1.0
    one, other = _plain_words(header), _plain_words(name)
    if not one or not other:
        return 0.0
    if one == other:
        return 0.97
    ratio = SequenceMatcher(None, "".join(one), "".join(other)).ratio()
    return max(ratio, 0.85 if _one_word_more(set(one), set(other)) else 0.0)


def _one_word_more(one: set[str], other: set[str]) -> bool:
    """Whether two headers differ by one word and share one that tells something."""
    shared = one & other
    return len(one ^ other) == 1 and bool(shared - GENERIC_WORDS)


def _plain_words(header: str) -> tuple[str, ...]:
    """The words of a header, spelt out, without those that tell nothing."""
    found = _WORD.findall(header.replace("#", " number "))
    spelt = [word for each in found for word in SPELT_OUT.get(each.lower(), each.lower()).split()]
    telling = tuple(word for word in spelt if word not in IDLE_WORDS)
    return telling if set(telling) - GENERIC_WORDS else tuple(spelt)
