"""The settings of a program as their template reads them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.blueprints.programs.frame import ProgramFrame, frame
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.settings import ProgramSettings, program_settings
from careercraft.services.programs.typing import FORMS
from careercraft.web.desk import signed_in_person

YEARS_BACK = 5


class SettingsPage(NamedTuple):
    """Everything that `programs/settings.html` shows."""

    frame: ProgramFrame
    settings: ProgramSettings
    data_year_name: str
    years: list[tuple[str, str, bool]]
    forms: list[tuple[str, str]]
    editions: tuple[str, ...]
    may_edit: bool
    may_manage: bool


def settings_page(desk: Desk, program_id: UUID, data_year: int | None) -> SettingsPage:
    """The settings; typed percentages are those of one data year, by default the last whole one."""
    last = programs.present_year(desk) - 1
    year = data_year if data_year and last - YEARS_BACK <= data_year <= last + 1 else last
    around = frame(desk, program_id, "programs.settings")
    held = permissions(signed_in_person().actor)
    return SettingsPage(
        around,
        program_settings(desk, program_id, year),
        school_year_name(year),
        [
            (
                school_year_name(one),
                url_for("programs.settings", program_id=program_id, year=one, _anchor="percents"),
                one == year,
            )
            for one in range(last + 1, last - YEARS_BACK, -1)
        ],
        list(FORMS.items()),
        programs.editions_of(around.program.model),
        Permission.CAMPUS_PROGRAM_EDIT in held,
        Permission.DISTRICT_PROGRAMS_MANAGE in held,
    )
