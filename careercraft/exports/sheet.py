"""A list with what it needs to be understood later: its filter, its date, the rules behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

Cell = str | int | float | Decimal | bool | date | datetime | None

_STEM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_STARTS_A_FORMULA = re.compile(r"[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
STANDINGS = {
    "read": "read in the rules themselves",
    "secondary": "secondary source: the rule itself was not read",
    "assumed": "assumption: no source settles this yet",
}
YES_NO = {True: "yes", False: "no"}


class Kind(StrEnum):
    """What a column holds. An `ID` is text even where it is all digits, so no zero is lost."""

    TEXT = "text"
    ID = "id"
    NUMBER = "number"
    DATE = "date"


class Column(NamedTuple):
    """A column: its heading and what it holds."""

    label: str
    kind: Kind = Kind.TEXT


class Facts(NamedTuple):
    """What whoever opens the file later needs to know of it.

    `data_through`: the date of the latest fact of any loaded file. `rule_year`: whose rules, as
    "Accountability 2027". `standing`: how sure they are; see `standing_words`. `more`: further
    lines, as a label and a text.
    """

    filter_sentence: str
    made_at: datetime
    data_through: date | None = None
    rule_year: str = ""
    standing: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def lines(self) -> Iterator[tuple[str, Cell]]:
        """Label and value of each fact that there is."""
        yield "List", self.filter_sentence
        yield "Data through", self.data_through or "no dated fact is loaded"
        if self.rule_year:
            yield "Rules", self.rule_year
        if self.standing:
            yield "How sure the rules are", self.standing
        yield from self.more
        yield "Made on", self.made_at.date()


@dataclass(frozen=True)
class Sheet:
    """A list on its way into a file.

    `stem` is the beginning of the file's name: small letters, digits and hyphens, never a name, an
    id or anything else of a person. Raises ValueError where it is not so, or where a row has not
    one cell per column.
    """

    stem: str
    title: str
    facts: Facts
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    confidential: bool = field(default=True)
    """Whether it shows students, so that the file says how to treat it."""

    def __post_init__(self) -> None:
        if not _STEM.fullmatch(self.stem):
            raise ValueError("The name of a file is made of small letters, digits and hyphens.")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("A row has not one cell for each column.")

    def about(self) -> list[tuple[str, Cell]]:
        """The facts of the file, its title first."""
        return [("Title", self.title), *self.facts.lines(), *self._care()]

    def _care(self) -> Iterator[tuple[str, Cell]]:
        if self.confidential:
            yield "Handle with care", CONFIDENTIAL


CONFIDENTIAL = (
    "Education records protected by FERPA. Share only with school officials who need them."
)


def starts_a_formula(text: str) -> bool:
    """Whether a spreadsheet program might take a text for a formula or a command."""
    return bool(_STARTS_A_FORMULA.match(text))


def standing_words(standings: Iterable[str]) -> str:
    """How sure the rules behind a list are, the least sure last; empty where nothing was judged.

    >>> standing_words({"read"})
    'read in the rules themselves'
    """
    present = set(standings)
    return "; in part ".join(words for name, words in STANDINGS.items() if name in present)
