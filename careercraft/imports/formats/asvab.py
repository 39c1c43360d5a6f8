"""ASVAB results of a testing session: the qualification score, not judged by CCMR on its own."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.imports.formats import values
from careercraft.imports.formats.base import Format, each_row
from careercraft.imports.formats.row import Row
from careercraft.imports.reader import Table
from careercraft.imports.rows import EvidenceItem, LineResult, Person

# The Armed Forces Qualification Test is a percentile.
LOWEST, HIGHEST = 1, 99
ALIASES: dict[str, tuple[str, ...]] = {
    "student_id": ("student_unique_id", "Student ID", "Local ID"),
    "state_id": ("Student Texas Unique ID", "Texas Unique Student ID", "State ID"),
    "name": ("Student Full Name", "Name"),
    "last_name": ("Last Name",),
    "first_name": ("First Name",),
    "birth_date": ("DOB", "Date of Birth"),
    "tested": ("Test Date",),
    "afqt": ("AFQT", "AFQT Score"),
}


def _matches(header: frozenset[str]) -> tuple[str, ...]:
    when = {"testdate"} & header
    told = {"meps", "testversion", "sessionnumber", "studentfullname"} & header
    return ("AFQT", min(told)) if "afqt" in header and when and told else ()


def _read(tables: tuple[Table, ...]) -> Iterator[LineResult]:
    return each_row(tables, ALIASES, _row)


def _row(row: Row) -> LineResult:
    who = _person(row)
    score, tested = row.whole("afqt", LOWEST, HIGHEST), row.day("tested")
    if row.typed("afqt") is None:
        row.note("afqt", "An AFQT score.", "no_scores", "The row carries no score. Nothing to do.")
    elif row.typed("tested") is None:
        row.problem("tested", "The date of the test.", "missing_value")
    if score is None or tested is None:
        return row.result(who)
    payload: dict[str, object] = {
        "test": "ASVAB",
        "date": tested.isoformat(),
        "parts": {"afqt": score},
    }
    item = EvidenceItem("score", payload, f"ASVAB|{tested.isoformat()}", "ASVAB")
    return row.result(who, (item,))


def _person(row: Row) -> Person:
    state, local = row.either_id("student_id")
    last, first = row.text("last_name"), row.text("first_name")
    if not last and row.text("name"):
        last, first = values.split_name(row.text("name") or "")
    return Person(
        state_unique_id=row.state_id("state_id") or state,
        local_id=local,
        last_name=last,
        first_name=first,
        birth_date=row.day("birth_date"),
    )


FORMAT = Format(
    id="asvab_results",
    title="ASVAB results",
    vendor="Department of Defense",
    kind="evidence",
    covers=("ASVAB",),
    cadence="after each testing session",
    description=(
        "The results of an ASVAB session. The file names students by their full name only: add a "
        "column Student ID, or decide for each student in the list of rows that wait."
    ),
    matches=_matches,
    read_tables=_read,
)
