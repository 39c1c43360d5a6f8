"""One indicator of a program, with exactly the students that its figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from careercraft.calc import sentence
from careercraft.calc.obm.measure import Measured
from careercraft.calc.obm.measures.verdict import Line, Standing
from careercraft.privacy.access import NotFound
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs import pages as program_pages
from careercraft.services.programs import people as program_people
from careercraft.services.programs import results as program_results
from careercraft.services.programs.pages import STANDINGS, IndicatorView
from careercraft.services.programs.people import Person
from careercraft.services.programs.results import Estimate

STATES = {
    Standing.MET: "met",
    Standing.OPEN: "approaching",
    Standing.CLOSED: "not_met",
    Standing.UNKNOWN: "unknown",
    Standing.TO_COME: "unknown",
    Standing.LEFT_OUT: "not_applicable",
}
ORDER = list(STANDINGS)


class StudentLine(NamedTuple):
    """One student of the list: where they stand, why, and how it can still be reached."""

    person: Person
    standing: str
    state: str
    label: str
    because: str
    how: str | None
    entered_with: int | None


class Tab(NamedTuple):
    """One standing with its number of students; `standing` is None for all of them."""

    standing: str | None
    label: str
    students: int


class IndicatorList(NamedTuple):
    """The indicator's page. `lines` is empty for whoever may see figures only."""

    program: ProgramView
    data_year: int
    view: IndicatorView
    part: str
    parts: tuple[tuple[str, str], ...]
    tabs: tuple[Tab, ...]
    chosen: str | None
    lines: tuple[StudentLine, ...]
    may_see: bool


def indicator_list(
    desk: Desk,
    program_id: UUID,
    id_: str,
    data_year: int,
    *,
    standing: str | None = None,
    part: str | None = None,
) -> IndicatorList:
    """An indicator in a data year with the students of one standing, or all; raises `NotFound`."""
    program = programs.program(desk, program_id)
    basis = program_results.basis(desk, program)
    if id_ not in basis.edition.indicators:
        raise NotFound("indicator")
    years = program_pages.estimates(basis, data_year)
    found = years[data_year]
    measured = found.measured[id_]
    chosen_part = part if part and part in measured.parts else next(iter(measured.parts), "")
    lines = measured.parts.get(chosen_part, ())
    chosen = standing if standing in {one.value for one in STANDINGS} else None
    may_see = program_people.may_see_people(desk)
    labels = program_pages.labels_of(measured)
    shown = _shown(desk, found, lines, chosen, labels) if may_see else ()
    if may_see:
        program_people.note_looked_at(desk, program_id, id_, [one.person for one in shown])
    return IndicatorList(
        program,
        data_year,
        program_pages.indicator(found, id_, years),
        chosen_part,
        _parts(measured),
        tuple(_tabs(lines, labels)),
        chosen,
        shown,
        may_see,
    )


def _parts(measured: Measured) -> tuple[tuple[str, str], ...]:
    """The performance levels of an exam, where there are several."""
    if len(measured.parts) < 2:
        return ()
    return tuple((part, part.title()) for part in measured.parts)


def _tabs(lines: Iterable[Line], labels: Mapping[Standing, str]) -> Iterable[Tab]:
    lines = list(lines)
    yield Tab(None, "everybody", len(lines))
    for standing, label in labels.items():
        students = sum(line.standing is standing for line in lines)
        if students:
            yield Tab(standing.value, label, students)


def _shown(
    desk: Desk,
    found: Estimate,
    lines: Iterable[Line],
    chosen: str | None,
    labels: Mapping[Standing, str],
) -> tuple[StudentLine, ...]:
    wanted = [line for line in lines if chosen in (None, line.standing.value)]
    persons = program_people.people(desk, [line.ref for line in wanted])
    students = program_people.by_ref(found.basis.cohorts.students)
    listed = [
        student_line(line, persons[line.ref], students[line.ref].cohort)._replace(
            label=labels[line.standing]
        )
        for line in wanted
    ]
    return tuple(sorted(listed, key=lambda one: (_rank(one.standing), one.person.order)))


def student_line(line: Line, person: Person, entered_with: int | None) -> StudentLine:
    """A student of an indicator in words."""
    return StudentLine(
        person,
        line.standing.value,
        STATES[line.standing],
        STANDINGS[line.standing],
        sentence(line.because),
        sentence(line.how) if line.how else None,
        int(entered_with) if entered_with else None,
    )


def _rank(standing: str) -> int:
    """Who could still make it stands first: that is where work helps."""
    first = (Standing.OPEN, Standing.TO_COME, Standing.UNKNOWN, Standing.CLOSED, Standing.MET)
    order = [one.value for one in first]
    return order.index(standing) if standing in order else len(order)
