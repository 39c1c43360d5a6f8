"""Destruction in the demonstration: one record deleted with its certificate, one proposal waiting.

A student of another district came in with a file by mistake; the family asked to delete the record.
Plans printed last year have reached the district's period for prints.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import partial
from uuid import UUID

from careercraft.demo.cases import Office, asked, lodge
from careercraft.demo.cast import CAST
from careercraft.demo.schools import PECAN_GROVE
from careercraft.imports.rows import SourceFile
from careercraft.privacy.cases.facts import Kind
from careercraft.services import documents, students, tasks
from careercraft.services.context import Desk
from careercraft.services.retention import destructions, runs

LOADED_DAYS_AGO = 118
PRINTED_DAYS_AGO = 402
PRINTED_OF = ("brianna", "caleb", "andres")
"""One of them has an open request, and is left out of the proposal."""
MISTAKEN = {
    "state_unique_id": "8800017744",
    "local_id": "990417",
    "last_name": "Halvorsen",
    "first_name": "Signe",
    "birth_date": "2011-03-09",
    "campus_id": PECAN_GROVE.number,
    "grade": "9",
    "enrollment_status": "enrolled",
}
FILE_NAME = "late-enrollments.csv"


def is_due(office: Office) -> bool:
    """Whether nothing was destroyed here yet."""
    with office.desk("district_director", 0) as desk:
        return not destructions.listed(desk)


def mistaken_file() -> SourceFile:
    """The file with the student who was never the district's."""
    text = io.StringIO()
    writer = csv.DictWriter(text, MISTAKEN)
    writer.writeheader()
    writer.writerow(MISTAKEN)
    return SourceFile(FILE_NAME, text.getvalue().encode())


def destroy_one(office: Office) -> None:
    """Ask for the deletion, decide, carry it out."""
    request = asked(
        Kind.DELETION,
        "Ingrid Halvorsen",
        "Our daughter never went to a school of yours. Please delete what you have of her.",
    )
    case = lodge(office, LOADED_DAYS_AGO - 12, _mistaken_id, request)
    case.send(LOADED_DAYS_AGO - 13)
    case.review(LOADED_DAYS_AGO - 15, "begin_review")
    reason = "The student never enrolled in the district."
    case.step(LOADED_DAYS_AGO - 20, "instruct_deletion", reason=reason)
    case.send(LOADED_DAYS_AGO - 21)
    with office.desk("records_officer", LOADED_DAYS_AGO - 23) as desk:
        plan = destructions.plan(desk, case.id)
        ordered = destructions.order(desk, case.id, str(plan.number))
        _do_here(office, ordered.task_id, partial(_destroy, desk, ordered.destruction_id))


def leave_a_proposal(office: Office) -> bool:
    """Let plans of last year lie, and look at what has reached its period, unless somebody looked
    before; says whether it did.
    """
    with office.desk("district_director", 0) as desk:
        if runs.listed(desk):
            return False
    with office.desk("district_director", PRINTED_DAYS_AGO) as desk:
        for key in PRINTED_OF:
            wanted = documents.ask_for_plan(desk, _of_cast(desk, key), "en")
            _do_here(office, wanted.task_id, partial(_print, desk, wanted.document_id))
    with office.desk("records_officer", 0) as desk:
        runs.propose(desk)
    return True


def _destroy(desk: Desk, destruction_id: UUID, progress: tasks.Progress) -> None:
    destructions.carry_out(desk, destruction_id, progress.step)


def _print(desk: Desk, document_id: UUID, progress: tasks.Progress) -> None:
    documents.print_plan(desk, document_id, progress.step)


def _do_here(office: Office, task_id: UUID, work: Callable[[tasks.Progress], object]) -> None:
    """Do here what otherwise waits for a worker."""
    progress = tasks.Progress(office.sessions, office.district_id, task_id)
    progress.begin()
    work(progress)
    progress.end("done")


def _mistaken_id(desk: Desk) -> UUID:
    (found,) = students.find(desk, MISTAKEN["state_unique_id"])
    return found.id


def _of_cast(desk: Desk, key: str) -> UUID:
    (found,) = students.find(desk, CAST[key].student.state_unique_id)
    return found.id
