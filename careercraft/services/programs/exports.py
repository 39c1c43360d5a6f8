"""The students of a program's lists as files, each with what a family says of a contested part."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.exports.sheet import Cell
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.programs import lists as program_lists
from careercraft.services.programs import warnings as program_warnings
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.people import Person
from careercraft.services.records import contested

WHO = (
    Column("Student"),
    Column("Local ID", Kind.ID),
    Column("Campus"),
    Column("Grade", Kind.NUMBER),
)
SAID = Column("Family's statement")


def indicator_students(  # noqa: PLR0917 - where, of what, which of them, as what
    desk: Desk,
    program_id: UUID,
    indicator: str,
    data_year: int,
    standing: str | None,
    part: str | None,
    format_: str,
) -> Exported:
    """The students of one indicator; raises `NotFound`."""
    found = program_lists.indicator_list(
        desk, program_id, indicator, data_year, standing=standing, part=part
    )
    said = _said(desk, [line.person for line in found.lines])
    rows = [
        (
            *_who(line.person),
            line.entered_with,
            line.label,
            line.because,
            line.how or "",
            said.get(line.person.id, ""),
        )
        for line in found.lines
    ]
    label = next((tab.label for tab in found.tabs if tab.standing == found.chosen), "everybody")
    of = f" ({found.part})" if found.parts else ""
    sentence = (
        f"{found.program.name}, {indicator} {found.view.title}{of}, data of "
        f"{school_year_name(data_year)}: {label}, {len(rows)} students"
    )
    sheet = Sheet(
        "program-indicator",
        f"{indicator} {found.view.title}: students",
        lists.facts(
            desk,
            sentence,
            rule_year=f"Measures of edition {found.program.edition}",
            standings=[found.view.standing],
        ),
        (
            *WHO,
            Column("Entered with class of", Kind.NUMBER),
            Column("Where they stand"),
            Column("Why"),
            Column("How it can still be reached"),
            SAID,
        ),
        rows,
    )
    return _taken(desk, sheet, format_, program_id, [line.person for line in found.lines])


def students_behind(desk: Desk, program_id: UUID, grade: int | None, format_: str) -> Exported:
    """Who is behind the pace, one line for each indicator; raises `NotFound`."""
    found = program_warnings.early_warning(desk, program_id, grade)
    said = _said(desk, [one.person for one in found.warned])
    rows = [
        (
            *_who(one.person),
            one.hours,
            f"{each.indicator} {each.title}",
            each.because,
            each.how or "",
            said.get(one.person.id, ""),
        )
        for one in found.warned
        for each in one.behind
    ]
    whom = f"grade {found.grade}" if found.grade else "grades 9 and 10"
    sheet = Sheet(
        "program-early-warning",
        f"Early warning at {found.program.name}",
        lists.facts(
            desk,
            f"{found.program.name}, {whom}: {len(found.warned)} students behind in something",
            rule_year=f"Measures of edition {found.program.edition}",
            standings=["assumed"],
            more=(("Pace", "An even pace is our own yardstick; the state sets none"),),
        ),
        (
            *WHO,
            Column("College hours"),
            Column("Behind in"),
            Column("Why"),
            Column("How it can still be reached"),
            SAID,
        ),
        rows,
    )
    return _taken(desk, sheet, format_, program_id, [one.person for one in found.warned])


def _who(person: Person) -> tuple[Cell, ...]:
    return person.name, person.local_id or "", person.campus_name, person.grade


def _said(desk: Desk, people: Sequence[Person]) -> dict[UUID | None, str]:
    ids = [one.id for one in people if one.id is not None]
    said = contested.statements_for(desk, ids) if ids else {}
    return {student_id: "; ".join(lines) for student_id, lines in said.items()}


def _taken(
    desk: Desk, sheet: Sheet, format_: str, program_id: UUID, people: Sequence[Person]
) -> Exported:
    students = [one.id for one in people if one.id is not None]
    return lists.taken_away(
        desk, sheet, format_, object_type="program", object_id=program_id, students=students
    )
