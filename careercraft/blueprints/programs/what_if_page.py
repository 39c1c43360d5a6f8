"""The what-if page as its template reads it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from careercraft.blueprints.programs.frame import ProgramFrame, YearChoice, frame, year_choices
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.programs import present_year
from careercraft.services.programs import what_if as program_what_if
from careercraft.services.programs.what_if import Changes, WhatIf
from careercraft.web.desk import signed_in_person


class WhatIfPage(NamedTuple):
    """Everything that `programs/what_if.html` shows."""

    frame: ProgramFrame
    what_if: WhatIf
    years: list[YearChoice]
    may_save: bool


def what_if_page(desk: Desk, program_id: UUID, year: int | None, changes: Changes) -> WhatIfPage:
    """The figures of a data year with some changes; without a year, of the one in progress."""
    around = frame(desk, program_id, "programs.what_if")
    years = year_choices(desk, "programs.what_if", program_id, year or present_year(desk))
    chosen = next(one.year for one in years if one.current)
    return WhatIfPage(
        around,
        program_what_if.what_if(desk, program_id, chosen, changes),
        years,
        Permission.CAMPUS_PROGRAM_EDIT in permissions(signed_in_person().actor),
    )
