"""What a file says, once read: the only words the reading side and the staging side share.

Nothing here is secret from the program, but almost everything is about a student. A `Person`, a
payload and a problem's `value` may be shown to the user who uploaded the file and stored sealed;
they never go into a log, an exception's message or a job's arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class SourceFile(NamedTuple):
    """One uploaded file: the name it came with and its bytes. A .zip holds several."""

    name: str
    content: bytes


class RowProblem(NamedTuple):
    """One thing to put right, said so that a registrar can do it without calling anyone.

    `line` is the physical line (from 1) on which the record begins, `code` a stable snake_case
    reason that tests and translations may rely on.
    """

    file: str
    line: int
    column: str | None
    value: str | None
    expected: str
    next_step: str
    code: str


class Person(NamedTuple):
    """Whatever the file says of who a row is about. Text as read, ids repadded, None when absent.

    `other_ids` holds ids that only their issuer can resolve, written "issuer|id":
    "college_board|…", "ap|…", "oneroster|…".
    """

    state_unique_id: str | None = None
    local_id: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    birth_date: date | None = None
    other_ids: tuple[str, ...] = ()


class EvidenceItem(NamedTuple):
    """One score, course, credential, enlistment or enrollment.

    `payload` is one element of the rule engine's list of that kind (scores, courses, credentials,
    enlistments, enrollments), dates as ISO text. `natural_key` names the fact within its student,
    so that the same fact in a later file replaces itself; it never contains a name.
    """

    kind: str
    payload: dict[str, object]
    natural_key: str
    covers: str


class StudentItem(NamedTuple):
    """One roster row. None means that the file does not say, which is not the same as "no"."""

    sex: str | None = None
    hispanic_latino: bool | None = None
    race: tuple[str, ...] | None = None
    campus_id: str | None = None
    grade: int | None = None
    class_of: int | None = None
    grade_9_began_on: date | None = None
    counselor_email: str | None = None
    economically_disadvantaged: bool | None = None
    special_education: bool | None = None
    emergent_bilingual: bool | None = None
    at_risk: bool | None = None
    section_504: bool | None = None
    program: str | None = None
    enrollment_status: str | None = None
    graduated_on: date | None = None
    diploma_type: str | None = None
    endorsement: bool | None = None
    distinguished: bool | None = None
    home_language: str | None = None


class LineResult(NamedTuple):
    """What one record of a file gave.

    `problems` stopped something: with neither items nor student the whole row is refused, beside
    items only the part they name. `notes` stopped nothing (an id repadded, a column not read).
    A row with none of the three said nothing (absent, no scores), and `notes` say why.
    """

    line: int
    person: Person
    items: tuple[EvidenceItem, ...] = ()
    student: StudentItem | None = None
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()
    file: str = ""

    @property
    def refused(self) -> bool:
        """True when nothing of this row may be used."""
        return bool(self.problems) and not self.items and self.student is None


class FileRefused(Exception):  # noqa: N818 - it is an answer to the user, not a fault
    """A file that cannot be read at all. The message holds no cell of the file."""

    def __init__(self, problems: Iterable[RowProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.expected} {p.next_step}" for p in self.problems))
