"""Values that a person types in for a program, checked before they are taken.

Several at once come from one document: all of them are right, or none is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from uuid import UUID

from careercraft.calc.obm.choices import settings
from careercraft.calc.obm.editions import DOMAINS, Edition, edition, requirement_from
from careercraft.calc.obm.status import NEEDS_IMPROVEMENT, STATUSES
from careercraft.calc.obm.targets import NotATarget, Target, ToBeTyped, target_from
from careercraft.calc.obm.typed import Typed, with_typed
from careercraft.privacy.access import NotFound
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import entries as program_entries
from careercraft.services.programs.entries import CannotEnter, Entry, Standing

HUNDRED = 100
PERCENT_KINDS = frozenset({"district_percent", "state_rate", "state_report"})
FORMS = {
    "at_least": "at least … percent",
    "at_least_approaches": "at least … percent at Approaches",
    "at_least_meets": "at least … percent at Meets",
    "at_least_masters": "at least … percent at Masters",
    "points_under_district_at_most": "at most … points under the district",
    "points_under_state_at_most": "at most … points under the state",
    "above_state": "above the state",
    "at_least_state": "at or above the state",
    "at_least_district": "at or above the district",
    "not_considered": "my letter does not have it",
}
"""The forms that a target of a letter may have."""
WITHOUT_NUMBER = frozenset({"above_state", "at_least_state", "at_least_district", "not_considered"})


class Cell(NamedTuple):
    """One target that the district types: of which indicator, for which level."""

    indicator: str
    level: str

    @property
    def key(self) -> str:
        """The key under which it is kept."""
        return f"{self.indicator}.{self.level}"


def percents(  # noqa: PLR0917 - which figures of which year, and where they were read
    desk: Desk,
    program_id: UUID,
    kind: str,
    data_year: int,
    texts: Mapping[str, str],
    document: str,
) -> int:
    """Take percentages by indicator for one data year; blank ones are left as they are.

    Returns how many were taken. Raises `CannotEnter` naming the first that is no percentage.
    """
    program = programs.editable(desk, program_id)
    known = edition(program.model, program.edition).indicators
    if kind not in PERCENT_KINDS or not set(texts) <= set(known):
        raise NotFound("entry")
    values = {key: _percent(key, text) for key, text in texts.items() if text.strip()}
    for key, value in values.items():
        program_entries.enter(
            desk, program_id, kind, key, data_year, {"percent": str(value)}, document
        )
    return len(values)


def targets(
    desk: Desk, program_id: UUID, cells: Mapping[Cell, tuple[str, str]], document: str
) -> int:
    """Take targets from the district's letter: by indicator and level, a form and its number."""
    program = programs.editable(desk, program_id)
    open_cells = to_be_typed(edition(program.model, program.edition))
    if not set(cells) <= set(open_cells):
        raise NotFound("target")
    written = {cell: _target(cell, *said) for cell, said in cells.items() if said[0]}
    for cell, value in written.items():
        program_entries.enter(desk, program_id, "target", cell.key, None, value, document)
    return len(written)


def requirements(desk: Desk, program_id: UUID, needed: Mapping[Cell, str], document: str) -> int:
    """Take how many indicators of a domain a level asks for; `Cell.indicator` is the domain."""
    program = programs.editable(desk, program_id)
    blank = edition(program.model, program.edition)
    if not set(needed) <= set(requirements_to_be_typed(blank)):
        raise NotFound("requirement")
    written = {c: _requirement(blank, c, text) for c, text in needed.items() if text.strip()}
    for cell, value in written.items():
        program_entries.enter(desk, program_id, "requirement", cell.key, None, value, document)
    return len(written)


def assume(desk: Desk, program_id: UUID, name: str, value: str, why: str) -> None:
    """Choose how something is counted that the state's text does not say."""
    known = settings()
    if name not in known or value not in known[name].allowed:
        raise NotFound("assumption")
    program_entries.enter(desk, program_id, "assumption", name, None, {"value": value}, why)


def designation(
    desk: Desk, program_id: UUID, designation_year: int, status: str, document: str
) -> None:
    """Take the designation that the state gave for a school year."""
    if status not in STATUSES or designation_year not in programs.FIRST_YEARS:
        raise NotFound("designation")
    program_entries.enter(
        desk, program_id, "designation", "status", designation_year, {"status": status}, document
    )


def improvement_years(held: Standing, designation_year: int) -> int:
    """How many years in a row, just before this one, the state gave “needs improvement”."""
    given = {
        year: entry.value["status"]
        for (kind, _, year), entry in held.entries.items()
        if kind == "designation" and year is not None
    }
    years = 0
    while given.get(designation_year - years - 1) == NEEDS_IMPROVEMENT:
        years += 1
    return years


def to_be_typed(of: Edition) -> list[Cell]:
    """The targets that an edition leaves to the district's letter."""
    return [
        Cell(id_, level)
        for id_, one in of.indicators.items()
        for level, target in one.targets.items()
        if isinstance(target, ToBeTyped)
    ]


def requirements_to_be_typed(of: Edition) -> list[Cell]:
    """What an edition leaves to the letter of how many indicators a level asks for."""
    return [
        Cell(id_, level)
        for id_ in DOMAINS
        for level, asked in of.domains[id_].requirements.items()
        if not asked.known
    ]


def edition_with(model: str, name: str, held: Standing) -> Edition:
    """An edition with everything that the district typed from its letter."""
    blank = edition(model, name)
    typed, asked = held.of_kind("target"), held.of_kind("requirement")
    found = [e for cell, e in _standing_cells(blank, typed)]
    found += [e for cell, e in _standing_requirements(blank, asked)]
    if not found:
        return blank
    by_indicator: dict[str, dict[str, Target]] = {}
    for cell, entry in _standing_cells(blank, typed):
        by_indicator.setdefault(cell.indicator, {})[cell.level] = target_from(_exact(entry.value))
    by_domain: dict[str, dict[str, Any]] = {}
    for cell, entry in _standing_requirements(blank, asked):
        by_domain.setdefault(cell.indicator, {})[cell.level] = requirement_from(dict(entry.value))
    documents = "; ".join(dict.fromkeys(entry.document for entry in found))
    return with_typed(blank, Typed(by_indicator, by_domain, documents))


def _standing_cells(blank: Edition, typed: Mapping[str, Entry]) -> list[tuple[Cell, Entry]]:
    return [(cell, typed[cell.key]) for cell in to_be_typed(blank) if cell.key in typed]


def _standing_requirements(blank: Edition, asked: Mapping[str, Entry]) -> list[tuple[Cell, Entry]]:
    cells = requirements_to_be_typed(blank)
    return [(cell, asked[cell.key]) for cell in cells if cell.key in asked]


def _exact(value: Mapping[str, Any]) -> Any:
    """A target as `target_from` takes it: words stand under "word", numbers are exact."""
    if "word" in value:
        return value["word"]
    return {k: Decimal(v) if isinstance(v, str) and k != "of" else v for k, v in value.items()}


def _target(cell: Cell, form: str, text: str) -> dict[str, Any]:
    if form not in FORMS:
        raise NotFound("form")
    if form in WITHOUT_NUMBER:
        return {"word": form}
    value = str(_percent(cell.key, text))
    name, _, part = form.partition("at_least_")
    made = {"at_least": value, "of": part} if not name and part else {form: value}
    try:
        target_from(_exact(made))
    except NotATarget as wrong:
        raise CannotEnter(f"{cell.key}: expected {wrong}.") from None
    return made


def _requirement(blank: Edition, cell: Cell, text: str) -> dict[str, Any]:
    among = [id_ for id_, one in blank.indicators.items() if one.domain == cell.indicator]
    if not text.strip().isdecimal() or not 1 <= int(text) <= len(among):
        raise CannotEnter(f"{cell.key}: a whole number from 1 to {len(among)} was expected.")
    return {"at_least": int(text), "among": among}


def _percent(key: str, text: str) -> Decimal:
    try:
        value = Decimal(text.strip().removesuffix("%").strip())
    except InvalidOperation:
        raise CannotEnter(f"{key}: a percentage from 0 to 100 was expected.") from None
    if not (value.is_finite() and 0 <= value <= HUNDRED):
        raise CannotEnter(f"{key}: a percentage from 0 to 100 was expected.")
    return value
