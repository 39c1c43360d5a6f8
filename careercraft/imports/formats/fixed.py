"""Fixed-width score files, turned into tables under the column names of their delimited kin.

Positions count from 1, as the vendors' layouts do. ACT: record layout up to 2019-20, 1,050
characters. SAT: K-12 student data file 2017-22, at least 2,661 characters.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import NamedTuple

from careercraft.imports.reader import SourceText, Table

LINES_TRIED = 5
_YEAR = re.compile(r"20\d\d")
_DAY = re.compile(r"(19|20)\d{6}")
_MONTH = re.compile(r"20\d\d(0[1-9]|1[0-2])")


class _Layout(NamedTuple):
    """`shortest`: characters of a record. `proof`: what must stand where, or it is another file."""

    shortest: int
    proof: Mapping[tuple[int, int], re.Pattern[str]]
    columns: Mapping[str, tuple[int, int]]


ACT = _Layout(
    1_000,
    {(155, 162): _DAY, (227, 232): _MONTH},
    {
        "L_Name": (3, 27),
        "F_Name": (28, 43),
        "M_Initial": (44, 44),
        "ID_ACT": (91, 99),
        "DOB": (155, 162),
        "ID_StateAssign": (192, 204),
        "HS_Code": (205, 210),
        "HS_GradYr": (223, 226),
        "Test_Dte": (227, 232),
        "Test_Loc": (249, 249),
        "Eng": (261, 262),
        "Mth": (263, 264),
        "Rdg": (265, 266),
        "Sci": (267, 268),
        "Composite": (269, 270),
        "Writing": (804, 805),
    },
)
SAT = _Layout(
    2_591,
    {(59, 62): _YEAR},
    {
        "NAME_LAST": (113, 147),
        "NAME_FIRST": (148, 182),
        "NAME_MI": (183, 183),
        "BIRTH_DATE": (203, 212),
        "CB_ID": (222, 233),
        "SECONDARY_ID": (234, 263),
        "LATEST_REGISTRATION_NUM": (643, 657),
        "LATEST_SAT_DATE": (659, 668),
        "LATEST_SAT_TOTAL": (672, 675),
        "LATEST_SAT_EBRW": (676, 678),
        "LATEST_SAT_MATH_SECTION": (679, 681),
        "DISTRICT_STUDENT_ID": (2602, 2631),
        "STATE_STUDENT_ID": (2632, 2661),
    },
)
LAYOUTS = (SAT, ACT)


def as_table(source: SourceText) -> Table | None:
    """The source as a table if it is one of these layouts, with its own line numbers; else None."""
    lines = [line.rstrip("\r\n") for line in source.lines]
    tried = [line for line in lines if line.strip()][:LINES_TRIED]
    layout = next((each for each in LAYOUTS if all(_fits(line, each) for line in tried)), None)
    if layout is None or not tried:
        return None
    cut = [_delimited(line, layout) for line in lines]
    return Table(source._replace(lines=cut), ",", tuple(layout.columns), 1, 0)


def _fits(line: str, layout: _Layout) -> bool:
    return len(line) >= layout.shortest and all(
        pattern.fullmatch(line[first - 1 : last]) for (first, last), pattern in layout.proof.items()
    )


def _delimited(line: str, layout: _Layout) -> str:
    """One record as a line of CSV; a record that was cut short has too few cells, and is told."""
    if not line.strip():
        return "\n"
    spans = layout.columns.values()
    cells = [line[first - 1 : last].strip() for first, last in spans if first <= len(line)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()
