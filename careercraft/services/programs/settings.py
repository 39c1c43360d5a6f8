"""What a program's figures rest on, in words: assumptions, targets, typed percentages, history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from careercraft.calc.obm.choices import settings
from careercraft.calc.obm.editions import DOMAINS, Edition, edition
from careercraft.calc.obm.status import STATUSES
from careercraft.calc.obm.words import (
    domain_title,
    indicator_title,
    level_name,
    setting_question,
    setting_value,
    status_word,
    target_words,
)
from careercraft.services import programs
from careercraft.services.cites import Cite
from careercraft.services.context import Desk
from careercraft.services.programs import entries as program_entries
from careercraft.services.programs import typing as program_typing
from careercraft.services.programs.entries import Entry, Standing
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.typing import Cell

MEASURED_AGAINST = {"district_percent": "group_share", "state_rate": "graduation_rate"}
"""The measure that a typed percentage of a kind is held against."""
KIND_WORDS = {
    "assumption": "Assumption",
    "target": "Target",
    "requirement": "Requirement",
    "district_percent": "District's percent",
    "state_rate": "State's rate",
    "state_report": "State's OBM report",
    "designation": "Designation by the state",
}


class Choice(NamedTuple):
    """One answer to the question of an assumption."""

    value: str
    words: str


class AssumptionRow(NamedTuple):
    """One assumption: the question, what holds, the other answers, who chose it."""

    name: str
    question: str
    chosen: str
    chosen_words: str
    is_default: bool
    choices: tuple[Choice, ...]
    touches: tuple[str, ...]
    entry: Entry | None
    standing: str
    cites: tuple[Cite, ...]


class TargetCell(NamedTuple):
    """One target as it holds; `typed` where it came from the district's letter."""

    key: str
    level: str
    words: str
    open: bool
    typed: Entry | None


class TargetRow(NamedTuple):
    """The targets of one indicator (or the requirements of one domain)."""

    id: str
    title: str
    cells: tuple[TargetCell, ...]


class PercentRow(NamedTuple):
    """One percentage that can be typed in for a data year."""

    key: str
    title: str
    entry: Entry | None


class HistoryLine(NamedTuple):
    """One value that was typed in, and whether it still holds."""

    what: str
    value: str
    document: str
    by: str
    at: datetime
    withdrawn_at: datetime | None


class ProgramSettings(NamedTuple):
    """Everything that the settings page shows."""

    edition: Edition
    levels: tuple[tuple[str, str], ...]
    assumptions: tuple[AssumptionRow, ...]
    targets: tuple[TargetRow, ...]
    requirements: tuple[TargetRow, ...]
    waiting: int
    """How many targets and requirements still wait for the district's letter."""
    statuses: tuple[Choice, ...]
    data_year: int
    district_percents: tuple[PercentRow, ...]
    state_rates: tuple[PercentRow, ...]
    state_report: tuple[PercentRow, ...]
    history: tuple[HistoryLine, ...]


def program_settings(desk: Desk, program_id: UUID, data_year: int) -> ProgramSettings:
    """The settings of a program that the person may see; raises `NotFound`."""
    program = programs.program(desk, program_id)
    held = program_entries.standing(desk, program_id)
    blank = edition(program.model, program.edition)
    whole = program_typing.edition_with(program.model, program.edition, held)
    open_now = program_typing.to_be_typed(whole), program_typing.requirements_to_be_typed(whole)
    return ProgramSettings(
        whole,
        tuple((level, level_name(whole.id, level)) for level in whole.levels),
        tuple(_assumptions(whole, held)),
        tuple(_targets(blank, whole, held)),
        tuple(_requirements(blank, whole, held)),
        sum(map(len, open_now)),
        tuple(Choice(one, status_word(one)) for one in STATUSES),
        data_year,
        _percents(whole, held, "district_percent", data_year),
        _percents(whole, held, "state_rate", data_year),
        _percents(whole, held, "state_report", data_year),
        tuple(_history(desk, program_id, whole)),
    )


def _assumptions(whole: Edition, held: Standing) -> Iterator[AssumptionRow]:
    entries = held.of_kind("assumption")
    for name, setting in settings().items():
        touched = [id_ for id_, i in whole.indicators.items() if i.measure in setting.measures]
        if not touched:
            continue
        entry = entries.get(name)
        chosen = str(entry.value["value"]) if entry else setting.default
        yield AssumptionRow(
            name,
            setting_question(name),
            chosen,
            setting_value(name, chosen),
            chosen == setting.default,
            tuple(Choice(value, setting_value(name, value)) for value in setting.allowed),
            tuple(touched),
            entry,
            setting.authority.standing.value,
            tuple(Cite(f"{c.title}: {c.at}", c.url) for c in setting.authority.cite),
        )


def _targets(blank: Edition, whole: Edition, held: Standing) -> Iterator[TargetRow]:
    typed, open_cells = held.of_kind("target"), set(program_typing.to_be_typed(blank))
    for id_, indicator in whole.indicators.items():
        cells = tuple(
            TargetCell(
                Cell(id_, level).key,
                level,
                target_words(target),
                Cell(id_, level) in open_cells,
                typed.get(Cell(id_, level).key),
            )
            for level, target in indicator.targets.items()
        )
        yield TargetRow(id_, indicator_title(whole.id, id_), cells)


def _requirements(blank: Edition, whole: Edition, held: Standing) -> Iterator[TargetRow]:
    typed = held.of_kind("requirement")
    open_cells = set(program_typing.requirements_to_be_typed(blank))
    for id_ in DOMAINS:
        cells = tuple(
            TargetCell(
                Cell(id_, level).key,
                level,
                requirement_words(whole, id_, level),
                Cell(id_, level) in open_cells,
                typed.get(Cell(id_, level).key),
            )
            for level in whole.levels
        )
        yield TargetRow(id_, domain_title(id_), cells)


def requirement_words(of: Edition, domain: str, level: str) -> str:
    """What a level asks of a domain, in words."""
    asked = of.domains[domain].requirements[level]
    if not asked.known:
        return "to be typed from your letter"
    parts = []
    if asked.after:
        parts.append(f"what {level_name(of.id, asked.after)} asks for")
    if asked.all_of:
        parts.append("all of " + ", ".join(asked.all_of))
    if asked.at_least is not None:
        parts.append(f"at least {asked.at_least} of {len(asked.among)}")
    return ", and ".join(parts)


def _percents(whole: Edition, held: Standing, kind: str, data_year: int) -> tuple[PercentRow, ...]:
    entries = held.of_kind(kind, data_year)
    return tuple(
        PercentRow(id_, indicator_title(whole.id, id_), entries.get(id_))
        for id_, one in whole.indicators.items()
        if one.measure == MEASURED_AGAINST.get(kind, one.measure)
    )


def _history(desk: Desk, program_id: UUID, whole: Edition) -> Iterator[HistoryLine]:
    for entry in program_entries.history(desk, program_id):
        of = "for" if entry.kind == "designation" else "data of"
        year = f", {of} {school_year_name(entry.data_year)}" if entry.data_year else ""
        yield HistoryLine(
            ": ".join(filter(None, (KIND_WORDS[entry.kind], _key_words(entry, whole)))) + year,
            _value_words(entry),
            entry.document,
            entry.entered_by,
            entry.entered_at,
            entry.withdrawn_at,
        )


def _key_words(entry: Entry, whole: Edition) -> str:
    if entry.kind == "assumption":
        return setting_question(entry.key)
    if entry.kind == "designation":
        return ""
    id_, _, level = entry.key.partition(".")
    told = level_name(whole.id, level) if level in whole.levels else level
    return f"{id_}, {told}" if told else id_


def _value_words(entry: Entry) -> str:
    if entry.kind == "assumption":
        return setting_value(entry.key, str(entry.value["value"]))
    if entry.kind == "designation":
        return status_word(str(entry.value["status"]))
    if "percent" in entry.value:
        return f"{entry.value['percent']} percent"
    if "word" in entry.value:
        return program_typing.FORMS[entry.value["word"]]
    if entry.kind == "requirement":
        return f"at least {entry.value['at_least']} of {len(entry.value['among'])}"
    (form, number), *part = entry.value.items()
    told = program_typing.FORMS[form].replace("…", str(number))
    return f"{told} at {part[0][1].title()}" if part else told
