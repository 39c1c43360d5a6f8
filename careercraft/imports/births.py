"""Facts dated before their student was born: a slip in the date, or somebody else's row."""

from __future__ import annotations

from datetime import date

from careercraft.imports.rows import EvidenceItem, LineResult, RowProblem, StudentItem

CODE = "before_birth"
NEXT_STEP = (
    "Either this date is wrong, or the date of birth, or the row is about somebody else. Correct "
    "it and upload the file again."
)
COLUMNS = {
    "date": "date of the test",
    "earned_on": "date earned",
    "on": "date",
    "began_on": "date of enrollment",
    "ended": "date the course ended",
    "grade_9_began_on": "grade_9_began_on",
    "graduated_on": "graduated_on",
}
"""The days of a fact, or of a roster row, as a problem names them."""


def without_facts_before_birth(line: LineResult, born: date | None) -> LineResult:
    """The row without the facts that its student cannot have been born for, each as a problem."""
    if born is None:
        return line
    early = {place: said for place, item in enumerate(line.items) if (said := _early(item, born))}
    if not early:
        return line
    problems = tuple(_problem(line, born, *said) for said in early.values())
    return line._replace(
        items=tuple(item for place, item in enumerate(line.items) if place not in early),
        problems=(*line.problems, *problems),
    )


def roster_day_before_birth(
    line: LineResult, item: StudentItem, born: date | None
) -> RowProblem | None:
    """What refuses a roster row whose first day of grade 9 or graduation lies before the birth."""
    for name in ("grade_9_began_on", "graduated_on"):
        day = getattr(item, name)
        if born is not None and day is not None and day <= born:
            return _problem(line, born, name, day.isoformat())
    return None


def _early(item: EvidenceItem, born: date) -> tuple[str, str] | None:
    """The day of a fact that lies before the birth, with its name; days are ISO text."""
    first = born.isoformat()
    for name, day in item.payload.items():
        if name in COLUMNS and isinstance(day, str) and day <= first:
            return name, day
    return None


def _problem(line: LineResult, born: date, name: str, day: str) -> RowProblem:
    expected = f"A day after {born.isoformat()}, the date of birth on file."
    return RowProblem(line.file, line.line, COLUMNS[name], day, expected, NEXT_STEP, CODE)
