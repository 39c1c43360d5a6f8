"""What is wrong with real files, in small number: each function spoils rows of one layout.

Rows are picked by a fixed stride, so that the same rows are spoilt every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from careercraft.demo.records import DATA_AS_OF

Row = dict[str, object]
ZERO = "0"
IMPOSSIBLE_SECTION, IMPOSSIBLE_CRC, UNKNOWN_EXAM = 905, 1005, "100001"
WITHHELD = "06"
LOST_ZERO_EVERY, ARMOURED_EVERY, OTHER_DATE_EVERY = 3, 5, 17


def spoil_roster(rows: Sequence[Row]) -> Iterator[Row]:
    """A row that names nobody, one of a campus that does not exist, one with an id too long."""
    yield from rows
    first, second, third = rows[40], rows[90], rows[140]
    yield first | {"state_unique_id": "", "local_id": ""}
    yield second | {
        "state_unique_id": "9900000011",
        "local_id": "990011",
        "first_name": "Tobias",
        "last_name": "Quillfeather",
        "campus_id": "999901099",
    }
    yield third | {
        "state_unique_id": "99000000122",
        "local_id": "",
        "first_name": "Odessa",
        "last_name": "Larkspur",
    }


def spoil_sat(rows: Sequence[Row]) -> Iterator[Row]:
    """Ids that went through a spreadsheet, two shapes of dates, an impossible score, no date."""
    tested_once = [index for index, row in enumerate(rows) if "ADMIN2_SAT_DATE" not in row]
    impossible, undated = tested_once[30], tested_once[60]
    for index, row in enumerate(_with_spreadsheet_ids(rows, "STATE_STUDENT_ID")):
        if index % OTHER_DATE_EVERY == 0:
            row["LATEST_SAT_DATE"] = _month_first(str(row["LATEST_SAT_DATE"]))
            row["BIRTH_DATE"] = _month_first(str(row["BIRTH_DATE"]))
        if index == impossible:
            row["LATEST_SAT_EBRW"] = IMPOSSIBLE_SECTION
        if index == undated:
            row["LATEST_SAT_DATE"] = ""
        yield row


def spoil_tsia2(rows: Sequence[Row]) -> Iterator[Row]:
    """Ids and dates as above, an impossible score and a session in which nothing was taken."""
    start = "Test Start"
    for index, row in enumerate(_with_spreadsheet_ids(rows, "Supplemental Student ID")):
        if index % OTHER_DATE_EVERY == 0:
            month, day, year = str(row[start])[:10].split("/")
            row[start] = f"{year}-{month}-{day} {str(row[start])[11:]}"
        yield row
    scores = [name for name in rows[0] if name.startswith("TSIA2 ")]
    crc = next(name for name in scores if name.endswith("Readiness"))
    yield rows[15] | dict.fromkeys(scores) | {crc: IMPOSSIBLE_CRC}
    yield rows[30] | dict.fromkeys(scores)


def spoil_ap(rows: Sequence[Row]) -> Iterator[Row]:
    """An exam code that does not exist, a withheld score, a code that lost its zero."""
    for index, row in enumerate(rows):
        spoilt = dict(row)
        if index == 20:
            spoilt |= _exam_block(row, UNKNOWN_EXAM, "4", "")
        if index == 45:
            spoilt |= _exam_block(row, "34", "", WITHHELD)
        if index % OTHER_DATE_EVERY == 0:
            spoilt["Exam Code 01"] = str(row["Exam Code 01"]).lstrip(ZERO)
        yield spoilt


def spoil_courses(rows: Sequence[Row]) -> Iterator[Row]:
    """Hours in words, an unknown kind, a row that stands twice."""
    yield from rows
    dual_credit = [row for row in rows if row["course_kind"] == "dual_credit"]
    yield dual_credit[10] | {"hours": "three"}
    yield dual_credit[20] | {"course_kind": "dual enrollment"}
    yield dual_credit[30]


def spoil_credentials(rows: Sequence[Row]) -> Iterator[Row]:
    """A certification by name instead of code, a code that lost its zero, a date that is none."""
    yield from rows
    certified = [row for row in rows if row["kind"] == "ibc"]
    yield certified[5] | {"code": "Phlebotomy"}
    yield certified[15] | {"code": "10", "earned_on": "2026-02-30"}


def _with_spreadsheet_ids(rows: Sequence[Row], column: str) -> Iterator[Row]:
    """Some of the ids with a leading zero lost it, others wear a spreadsheet's armour."""
    seen = 0
    for row in rows:
        value = str(row[column])
        if value.startswith(ZERO):
            seen += 1
            value = _through_a_spreadsheet(value, seen)
        yield row | {column: value}


def _through_a_spreadsheet(value: str, seen: int) -> str:
    if seen % LOST_ZERO_EVERY == 0:
        return value.lstrip(ZERO)
    return f'="{value}"' if seen % ARMOURED_EVERY == 0 else value


def _month_first(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.month}/{day.day}/{day.year}"


def _exam_block(row: Row, code: str, grade: str, irregularity: str) -> Row:
    """The next free exam block of a row, filled."""
    block = next(f"{n:02d}" for n in range(1, 31) if not row.get(f"Exam Code {n:02d}"))
    return {
        f"Admin Year {block}": f"{DATA_AS_OF.year % 100}",
        f"Exam Code {block}": code,
        f"Exam Grade {block}": grade,
        f"Irregularity Code #1 {block}": irregularity,
    }
