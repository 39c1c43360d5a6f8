"""What a director does about the bonus: the state's first list of the last class, beside ours.

The list is invented, and loaded as a director would load it. Most students are as our records have
them. The rest differs the way such lists do: enrollment that only the state knows, a credential
that was not reported, another economic group, a student on one side only.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple
from uuid import UUID

from careercraft.demo.records import Student
from careercraft.imports.rows import SourceFile
from careercraft.services.bonus import scenarios, state_lists
from careercraft.services.bonus.scenarios import Supposed
from careercraft.services.bonus.student_lists import ListedStudent, ListQuery, students
from careercraft.services.context import Desk

CLASS = 2026
MAPPING = "Early counts as of fall 2026"
ENROLL_OF_100 = 62
NOT_REPORTED_OF_100 = 8
OTHER_GROUP_OF_100 = 2
MISSING_OF_100 = 1
COLUMNS = {
    "state_unique_id": "TX STUDENT KEY",
    "last_name": "LAST",
    "first_name": "FIRST",
    "birth_date": "DOB",
    "economically_disadvantaged": "ED GROUP",
    "special_education": "SPED GROUP",
    "met": "OB RESULT",
    "college": "OB COLL",
    "career": "OB CAR",
    "military": "OB MIL",
}
STRANGER = ("9917730011", "Castellanow", "Ophelia", "02/11/2008", "Y", "N", "Met", "1", "0", "0")


class StateSays(NamedTuple):
    """What the state says of one graduate."""

    college: bool
    career: bool
    military: bool

    @property
    def met(self) -> bool:
        """By any of the paths."""
        return self.college or self.career or self.military


def is_loaded(desk: Desk) -> bool:
    """Whether a list of the class was ever loaded here."""
    return bool(state_lists.summaries(desk, CLASS))


def suppose(desk: Desk) -> bool:
    """Keep a supposition about the class that is still here, unless there is one."""
    if scenarios.scenarios(desk, CLASS + 1):
        return False
    scenarios.save(desk, CLASS + 1, "If more of them enroll", Supposed(rate=ENROLL_OF_100 + 8))
    desk.session.commit()
    return True


def file_of(desk: Desk, by_local_id: Mapping[str, Student]) -> SourceFile:
    """The list as the state would send it: a title, then its own column heads."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([f"EARLY ANNUAL GRADUATES CCMR OB, CLASS OF {CLASS} (invented)"])
    writer.writerow([])
    writer.writerow(COLUMNS.values())
    writer.writerows(_rows(desk, by_local_id))
    writer.writerow(STRANGER)
    return SourceFile(f"ob_early_counts_{CLASS}.csv", text.getvalue().encode())


def ask_to_load(desk: Desk, file: SourceFile) -> Asked:
    """Upload the list, say what its columns mean, and ask for it to be loaded."""
    list_id = state_lists.upload(desk, CLASS, "early", [file])
    state_lists.map_columns(desk, list_id, COLUMNS, MAPPING)
    return Asked(list_id, state_lists.ask_to_load(desk, list_id))


class Asked(NamedTuple):
    """A list that waits to be loaded, and the task that does it."""

    list_id: UUID
    task_id: UUID


def _rows(desk: Desk, by_local_id: Mapping[str, Student]) -> Iterator[tuple[str, ...]]:
    rng = Random(f"early counts {CLASS}")  # noqa: S311 - invented people need no secret
    for listed in _graduates(desk):
        student = by_local_id.get(listed.local_id or "")
        if student is None or rng.randrange(100) < MISSING_OF_100:
            continue
        yield _row(student, _says(listed, rng), rng)


def _graduates(desk: Desk) -> Iterator[ListedStudent]:
    page, pages = 1, 1
    while page <= pages:
        found = students(desk, ListQuery(CLASS, page=page))
        pages = found.pages
        yield from found.rows
        page += 1


def _says(listed: ListedStudent, rng: Random) -> StateSays:
    """Ours, with the enrollment that the state knows and without what was not reported to it."""
    waits = listed.step is not None and listed.step.id == "enrollment"
    enrolled = waits and rng.randrange(100) < ENROLL_OF_100
    reported = rng.randrange(100) >= NOT_REPORTED_OF_100
    met = listed.state == "met"
    return StateSays(college=enrolled or (met and reported), career=False, military=False)


def _row(student: Student, says: StateSays, rng: Random) -> tuple[str, ...]:
    other = rng.randrange(100) < OTHER_GROUP_OF_100
    poor = student.economically_disadvantaged is not other
    return (
        student.state_unique_id,
        student.last_name,
        student.first_name,
        f"{student.birth_date:%m/%d/%Y}",
        "Y" if poor else "N",
        "Y" if student.special_education else "N",
        "Met" if says.met else "Not Met",
        str(int(says.college)),
        str(int(says.career)),
        str(int(says.military)),
    )
