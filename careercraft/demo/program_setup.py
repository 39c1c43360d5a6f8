"""Setting the demonstration's programs up as a director and a principal would."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from careercraft.demo.schools import BLUEBONNET, EARLY_COLLEGE, LLANO_RIVER
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import duties as program_duties
from careercraft.services.programs import typing as program_typing
from careercraft.services.programs.duties import Change
from careercraft.services.programs.typing import Cell

PROGRAMS = (
    (EARLY_COLLEGE.number, "echs", "Cottonwood Early College", 2018),
    (LLANO_RIVER.number, "ptech", "Llano River P-TECH", 2023),
    (BLUEBONNET.number, "ptech", "Bluebonnet Health P-TECH", 2028),
)
"""Campus, model, name, and the year in which the first school year of implementation ends."""
REPORT = "OBM data report, invented for the demonstration"
REPORTED = {"ATT1": "44.1", "ATT2": "61.5", "ATT3": "66.2", "ACH1": "74", "ACH2": "79.3"}
SHARES = {"ACC1": "40.5", "ACC2": "48", "ACC3": "9.5", "ACC4": "8.8"}
LETTER = "Letter to the district, invented for the demonstration"
TYPED = {
    Cell("ATT2", "designated"): ("at_least", "60"),
    Cell("ATT2", "distinction"): ("at_least", "75"),
}


def set_up(desk: Desk, campus_ids: Mapping[str, UUID]) -> list[str]:
    """Set the programs up with what was typed in; says what was done. Twice changes nothing."""
    there = {one.name for one in programs.programs(desk)}
    done = []
    for campus, model, name, first_year in PROGRAMS:
        if name not in there:
            program_id = programs.found(desk, campus_ids[campus], model, name, first_year)
            _type_in(desk, program_id, name)
            done.append(f"Setting up {name}.")
    return done


def _type_in(desk: Desk, program_id: UUID, name: str) -> None:
    last_year = programs.present_year(desk) - 2
    if name == PROGRAMS[0][2]:
        for kind, percents in (("state_report", REPORTED), ("district_percent", SHARES)):
            program_typing.percents(desk, program_id, kind, last_year, percents, REPORT)
        year = programs.present_year(desk)
        done = Change("done", None, date(year - 1, 10, 30), "")
        program_duties.change(desk, program_id, year, "articulation_agreement", done)
        work = Change("in_work", None, date(year - 1, 12, 11), "Data for part B are missing.")
        program_duties.change(desk, program_id, year, "yearly_application", work)
    elif name == PROGRAMS[1][2]:
        program_typing.targets(desk, program_id, TYPED, LETTER)
