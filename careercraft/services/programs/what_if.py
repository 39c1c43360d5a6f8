"""What if: more students, or these students, met an indicator. No record is touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.calc.obm.figures import Figure
from careercraft.calc.obm.measures.verdict import Standing
from careercraft.calc.obm.program import ProgramResult
from careercraft.calc.obm.what_if import with_more, with_students
from careercraft.calc.obm.words import domain_title, indicator_title, level_name, status_word
from careercraft.models import ProgramScenario
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.programs import ProgramView
from careercraft.services.programs import lists as program_lists
from careercraft.services.programs import pages as program_pages
from careercraft.services.programs import people as program_people
from careercraft.services.programs import results as program_results
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.lists import StudentLine
from careercraft.services.programs.results import Basis, Estimate

HELPABLE = (Standing.OPEN, Standing.TO_COME, Standing.UNKNOWN)
"""Whoever could still turn into somebody who met it."""
MOST_MORE = 999
LONGEST_NAME = 80


class CannotSave(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A scenario is not saved; the message says why."""


class Changes(NamedTuple):
    """What is tried out: so many more students by indicator, and chosen students by indicator."""

    more: Mapping[str, int]
    chosen: Mapping[str, tuple[str, ...]]

    @property
    def empty(self) -> bool:
        """Whether nothing is tried out."""
        return not any(self.more.values()) and not any(self.chosen.values())


NO_CHANGES = Changes({}, {})


class TriedLevel(NamedTuple):
    """A level of an indicator, before and with the change."""

    name: str
    before: str
    after: str
    short: int | None


class TriedIndicator(NamedTuple):
    """One indicator of the what-if page."""

    id: str
    title: str
    before: str
    after: str
    more: int
    chosen: tuple[str, ...]
    levels: tuple[TriedLevel, ...]
    students: tuple[StudentLine, ...]
    """Who could still make it, by name where the reader may see them."""


class ScenarioView(NamedTuple):
    """A saved scenario as a list shows it."""

    id: UUID
    name: str
    data_year_name: str
    saved_by: str
    saved_at: Any


class WhatIf(NamedTuple):
    """Everything that the what-if page shows."""

    program: ProgramView
    data_year: int
    data_year_name: str
    designation_year_name: str
    before: str
    after: str
    domains: tuple[tuple[str, str, str], ...]
    indicators: tuple[TriedIndicator, ...]
    changes: Changes
    saved: tuple[ScenarioView, ...]


def what_if(desk: Desk, program_id: UUID, data_year: int, changes: Changes) -> WhatIf:
    """The program as if the changes had happened; raises `NotFound`."""
    program = programs.program(desk, program_id)
    basis = program_results.basis(desk, program)
    found = program_results.estimate(basis, data_year)
    tried = _judged(basis, found, changes)
    may_see = program_people.may_see_people(desk)
    names = _names(desk, found) if may_see else {}
    if may_see:
        program_people.note_looked_at(desk, program_id, "what if", names.values())
    return WhatIf(
        program,
        data_year,
        school_year_name(data_year),
        school_year_name(found.designation_year),
        status_word(found.own.designation.status),
        status_word(tried.designation.status),
        tuple(_domains(found, tried)),
        tuple(_tried(found, tried, id_, changes, names) for id_ in found.measured),
        changes,
        tuple(scenarios(desk, program_id)),
    )


def _judged(basis: Basis, found: Estimate, changes: Changes) -> ProgramResult:
    """The rules on changed figures, held against the same district and state."""
    chosen = with_students(found.measured, changes.chosen)
    figures: dict[str, Figure] = with_more(chosen, changes.more)
    held = program_results.with_typed_shares(basis, found.data_year, figures)
    return program_results.judged(basis, found.designation_year, held)


def _names(desk: Desk, found: Estimate) -> dict[str, program_people.Person]:
    refs = {
        line.ref
        for one in found.measured.values()
        for line in one.lines
        if line.standing in HELPABLE
    }
    return program_people.people(desk, sorted(refs))


def _domains(found: Estimate, tried: ProgramResult) -> Any:
    for id_, levels in found.own.domains.items():
        title = domain_title(id_)
        for level, before in levels.items():
            name = f"{title}, {level_name(found.basis.edition.id, level)}"
            yield name, before.state.value, tried.domains[id_][level].state.value


def _tried(
    found: Estimate,
    tried: ProgramResult,
    id_: str,
    changes: Changes,
    names: Mapping[str, program_people.Person],
) -> TriedIndicator:
    before, after = found.own.indicators[id_], tried.indicators[id_]
    edition = found.basis.edition
    return TriedIndicator(
        id_,
        indicator_title(edition.id, id_),
        program_pages.value_words(before),
        program_pages.value_words(after),
        changes.more.get(id_, 0),
        changes.chosen.get(id_, ()),
        tuple(
            TriedLevel(
                level_name(edition.id, level),
                held.state.value,
                after.targets[level].state.value,
                after.targets[level].students_short,
            )
            for level, held in before.targets.items()
        ),
        tuple(_helpable(found, id_, names)),
    )


def _helpable(
    found: Estimate, id_: str, names: Mapping[str, program_people.Person]
) -> list[StudentLine]:
    students = program_people.by_ref(found.basis.cohorts.students)
    lines = [
        program_lists.student_line(line, names[line.ref], students[line.ref].cohort)
        for line in found.measured[id_].lines
        if line.standing in HELPABLE and line.ref in names
    ]
    return sorted((one for one in lines if one.person.id), key=lambda one: one.person.order)


# Saved scenarios


def scenarios(desk: Desk, program_id: UUID) -> list[ScenarioView]:
    """The saved scenarios of a program, latest first."""
    query = (
        select(ProgramScenario)
        .where(ProgramScenario.program_id == program_id, ProgramScenario.removed_at.is_(None))
        .order_by(ProgramScenario.created_at.desc(), ProgramScenario.id)
    )
    stored = list(desk.session.scalars(query))
    names = names_of(desk, {one.created_by for one in stored})
    return [
        ScenarioView(
            one.id,
            unseal_json(desk.keys, _place("name_sealed", one.id), one.name_sealed),
            school_year_name(one.data_year),
            names.get(one.created_by, ""),
            one.created_at,
        )
        for one in stored
    ]


def save(desk: Desk, program_id: UUID, data_year: int, name: str, changes: Changes) -> UUID:
    """Keep a scenario; raises `CannotSave` or `NotFound`."""
    programs.editable(desk, program_id)
    if not name.strip() or len(name) > LONGEST_NAME:
        raise CannotSave(f"Give the scenario a name of at most {LONGEST_NAME} characters.")
    if changes.empty:
        raise CannotSave("Nothing is tried out yet: add students to an indicator first.")
    scenario_id = uuid4()
    plain = {"more": dict(changes.more), "chosen": {k: list(v) for k, v in changes.chosen.items()}}
    desk.session.add(
        ProgramScenario(
            id=scenario_id,
            district_id=desk.actor.district_id,
            program_id=program_id,
            data_year=data_year,
            name_sealed=seal_json(desk.keys, _place("name_sealed", scenario_id), name.strip()),
            changes_sealed=seal_json(desk.keys, _place("changes_sealed", scenario_id), plain),
            created_by=desk.actor.user_id,
            created_at=desk.now,
        )
    )
    desk.session.flush()
    desk.record(
        Event.PROGRAM_SCENARIO_SAVED,
        "scenario",
        scenario_id,
        details={"program_id": str(program_id), "data_year": data_year},
    )
    desk.session.commit()
    return scenario_id


def saved(desk: Desk, scenario_id: UUID) -> tuple[UUID, int, Changes]:
    """The program, data year and changes of a saved scenario; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PROGRAM_READ)
    stored = _stored(desk, scenario_id)
    plain = unseal_json(desk.keys, _place("changes_sealed", stored.id), stored.changes_sealed)
    chosen = {id_: tuple(refs) for id_, refs in plain.get("chosen", {}).items()}
    return stored.program_id, stored.data_year, Changes(plain.get("more", {}), chosen)


def remove(desk: Desk, scenario_id: UUID) -> UUID:
    """Take a scenario away; returns its program. Raises `NotFound`."""
    stored = _stored(desk, scenario_id)
    programs.editable(desk, stored.program_id)
    stored.removed_at = desk.now
    desk.record(Event.PROGRAM_SCENARIO_REMOVED, "scenario", scenario_id)
    desk.session.commit()
    return stored.program_id


def _stored(desk: Desk, scenario_id: UUID) -> ProgramScenario:
    stored = desk.session.get(ProgramScenario, scenario_id)
    if stored is None or stored.removed_at is not None:
        raise NotFound("scenario")
    programs.program(desk, stored.program_id)
    return stored


def _place(column: str, row: UUID) -> Place:
    return Place("program_scenarios", column, row)
