"""The pages about a program's students as their templates read them."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.blueprints.programs.frame import ProgramFrame, YearChoice, frame, year_choices
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.programs import classes as program_classes
from careercraft.services.programs import lists as program_lists
from careercraft.services.programs import present_year
from careercraft.services.programs import warnings as program_warnings
from careercraft.services.programs.classes import Classes
from careercraft.services.programs.evidence_words import school_year_name
from careercraft.services.programs.lists import IndicatorList
from careercraft.services.programs.warnings import EarlyWarning
from careercraft.web.desk import signed_in_person
from careercraft.web.narrowing import Tab


class IndicatorPage(NamedTuple):
    """Everything that `programs/indicator.html` shows."""

    frame: ProgramFrame
    listed: IndicatorList
    data_year_name: str
    years: list[YearChoice]
    tabs: list[Tab]
    parts: list[Tab]
    export_hrefs: dict[str, str]
    """Where the listed students are to be had as a file, by its format."""


class WarningsPage(NamedTuple):
    """Everything that `programs/warnings.html` shows."""

    frame: ProgramFrame
    warning: EarlyWarning
    tabs: list[Tab]
    export_hrefs: dict[str, str]


class ClassesPage(NamedTuple):
    """Everything that `programs/classes.html` shows."""

    frame: ProgramFrame
    classes: Classes
    type_href: str | None
    template_href: str | None
    year_name: str


def indicator_page(
    desk: Desk,
    program_id: UUID,
    indicator: str,
    *,
    year: int | None,
    standing: str | None,
    part: str | None,
) -> IndicatorPage:
    """One indicator; raises `NotFound`."""
    around = frame(desk, program_id, "programs.indicator")
    years = year_choices(desk, "programs.indicator", program_id, year, indicator=indicator)
    chosen = next(one.year for one in years if one.current)
    found = program_lists.indicator_list(
        desk, program_id, indicator, chosen, standing=standing, part=part
    )

    def href(**more: Any) -> str:
        asked = {"standing": found.chosen, "part": found.part if found.parts else None} | more
        return url_for(
            "programs.indicator", program_id=program_id, indicator=indicator, year=chosen, **asked
        )

    return IndicatorPage(
        around,
        found,
        school_year_name(chosen),
        years,
        [
            Tab(one.label, one.students, href(standing=one.standing), one.standing == found.chosen)
            for one in found.tabs
        ],
        [Tab(label, 0, href(part=id_), id_ == found.part) for id_, label in found.parts],
        _export_hrefs(
            "programs.export_indicator",
            program_id=program_id,
            indicator=indicator,
            year=chosen,
            standing=found.chosen,
            part=found.part if found.parts else None,
        ),
    )


def _export_hrefs(endpoint: str, **asked: Any) -> dict[str, str]:
    """The addresses of a list as a file; none for whoever may not take lists away."""
    held = permissions(signed_in_person().actor)
    if not {Permission.CAMPUS_LISTS_EXPORT, Permission.CAMPUS_STUDENT_READ} <= held:
        return {}
    return {one: url_for(endpoint, format=one, **asked) for one in ("xlsx", "csv")}


def warnings_page(desk: Desk, program_id: UUID, grade: int | None) -> WarningsPage:
    """The early warning; raises `NotFound`."""
    around = frame(desk, program_id, "programs.warnings")
    known = grade if grade in program_warnings.EARLY_GRADES else None
    found = program_warnings.early_warning(desk, program_id, known)
    here = "programs.warnings"
    tabs = [
        Tab(
            f"Grade {one}",
            number,
            url_for(here, program_id=program_id, grade=one),
            one == known,
        )
        for one, number in found.looked_at.items()
    ]
    whole = Tab(
        "Both grades",
        sum(found.looked_at.values()),
        url_for(here, program_id=program_id),
        known is None,
    )
    hrefs = _export_hrefs("programs.export_warnings", program_id=program_id, grade=known)
    return WarningsPage(around, found, [whole, *tabs], hrefs)


def classes_page(desk: Desk, program_id: UUID) -> ClassesPage:
    """The classes; raises `NotFound`."""
    held = permissions(signed_in_person().actor)
    may_load = Permission.DISTRICT_FILES_APPLY in held
    template = url_for("files.template", format_id="careercraft_student_years")
    return ClassesPage(
        frame(desk, program_id, "programs.classes"),
        program_classes.classes(desk, program_id),
        url_for("programs.type_members", program_id=program_id) if may_load else None,
        template if Permission.DISTRICT_FILES_READ in held else None,
        school_year_name(present_year(desk)),
    )
