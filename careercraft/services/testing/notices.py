"""Notices to the families of a testing day's list, printed by the job that prints for many."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from careercraft.services import print_runs
from careercraft.services.context import Desk
from careercraft.services.documents import Asked
from careercraft.services.print_runs import Wanted
from careercraft.services.testing import seats


def ask(
    desk: Desk, day_id: UUID, language: str, packed_as: str, chosen: Collection[UUID] = ()
) -> Asked:
    """Ask for a notice to each family of the list, or of the chosen students on it.

    The caller enqueues the task. Raises `NotFound`, and `print_runs.BadRun` where nobody is left.
    """
    listed = seats.gathered(desk, day_id)
    students = [one.student_id for one in listed.seats]
    wanted = Wanted("testing_notice", language, packed_as, testing_day_id=day_id)
    return print_runs.ask(desk, [one for one in students if not chosen or one in chosen], wanted)
