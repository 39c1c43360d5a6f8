"""How wide the columns of a table are whose content is not known beforehand.

WeasyPrint can find that out by itself, but where every letter may break it lays out each cell once
per letter: a packet of three pages took eight seconds so, and had columns of two letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

GAP = 3
"""The room between two columns, in letters."""
LONGEST_WORD = 20
"""How many letters of a word are kept together wherever there is room; longer ones may break."""
LONGEST_CELL = 160
"""A cell asks for no more letters than this on a line."""
_FIGURE = re.compile(r"[\d,.]+( of [\d,.]+)?")


def shares(heads: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> list[float]:
    """Each column's share of the width in percent, for a page of about `line` letters a line.

    What is left where everything fits goes to the last column, so that the cells of a row stay
    beside each other.
    """
    least, wished = _needs(heads, rows)
    given = _given(least, wished, line)
    return [round(100 * one / sum(given), 2) for one in given]


def letters_used(heads: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> int:
    """How many letters of the line the table takes: all, unless its last column holds figures,
    which would then stand far from what they count.
    """
    _, wished = _needs(heads, rows)
    return min(line, sum(wished)) if rows and figures(rows)[-1] else line


def figures(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns hold figures alone: they stand to the right, so that they can be compared."""
    return [
        any(cells) and all(_FIGURE.fullmatch(cell) for cell in cells if cell)
        for cells in zip(*rows, strict=True)
    ]


def _needs(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[list[int], list[int]]:
    """The fewest letters that each column can do with, and how many it would like."""
    columns = list(zip(heads, *rows, strict=True))
    least = [GAP + min(LONGEST_WORD, _longest_word(cells)) for cells in columns]
    wished = [
        max(needed, GAP + min(LONGEST_CELL, max(map(len, cells))))
        for needed, cells in zip(least, columns, strict=True)
    ]
    return least, wished


def _longest_word(cells: Iterable[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=1)


def _given(least: list[int], wished: list[int], line: int) -> list[float]:
    """The letters for each column: its wish, or what it needs with a part of its wish beyond."""
    if sum(wished) <= line:
        return [*wished[:-1], line - sum(wished[:-1])]
    part = max(0, line - sum(least)) / (sum(wished) - sum(least)) if wished != least else 0
    return [low + part * (high - low) for low, high in zip(least, wished, strict=True)]
