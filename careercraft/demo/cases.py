"""Requests of invented families, handled as the records office would: one in each situation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import district_session
from careercraft.demo.cast import CAST
from careercraft.filestore import FileStore
from careercraft.privacy.cases.facts import Ground, Kind
from careercraft.privacy.cases.rights import Relation
from careercraft.privacy.keys import MasterKey
from careercraft.services import districts, outcomes, people, students, tasks
from careercraft.services.context import Desk
from careercraft.services.records import (
    cases,
    disclosures,
    holidays,
    letters,
    lodging,
    queue,
    steps,
    subjects,
)
from careercraft.services.records.disclosures import Recipient
from careercraft.services.records.lodging import Contested, Lodged

HOLIDAYS = (
    (date(2026, 11, 25), date(2026, 11, 27), "Thanksgiving break"),
    (date(2026, 12, 21), date(2027, 1, 1), "Winter break"),
    (date(2027, 1, 18), date(2027, 1, 18), "Martin Luther King Jr. Day"),
)
STATEMENT = (
    "Brianna sat the math part with a fever and finished it on a borrowed computer. One point "
    "does not say what she can do. We ask whoever reads this score to read this too."
)


class Office(NamedTuple):
    """Where the demonstration's office works, and who works in it."""

    sessions: sessionmaker[Session]
    master: MasterKey
    files: FileStore
    now: datetime
    district_id: UUID
    people: Mapping[str, UUID]
    """The records officer, the director and the hearing officer, by role."""

    @contextmanager
    def desk(self, role: str, days_ago: int) -> Iterator[Desk]:
        """The desk of somebody, so many days ago."""
        with district_session(self.sessions, self.district_id) as session:
            keys = districts.open_keys(session, self.master, self.district_id)
            actor = people.actor_of(session, self.people[role])
            moment = self.now - timedelta(days=days_ago)
            yield Desk(session, actor, keys, self.files, moment)


def open_some(office: Office) -> bool:
    """Enter the demonstration's requests, unless there are some; says whether it did."""
    with office.desk("records_officer", 0) as desk:
        if queue.page(desk, queue.Asked("all")).total:
            return False
        for first, last, name in HOLIDAYS:
            holidays.add(desk, first, last, name)
    for tell in (_access, _proposed, _corrected, _with_statement, _to_be_heard, _unknown, _opt_out):
        tell(office)
    _disclosed(office)
    return True


class File(NamedTuple):
    """One case on its way."""

    office: Office
    id: UUID

    def step(self, days_ago: int, action: str, role: str = "records_officer", **given: str) -> None:
        """Take a step."""
        with self.office.desk(role, days_ago) as desk:
            taken = steps.take_step(desk, self.id, action, given)
        for task_id in taken.task_ids:
            self._judge_anew(task_id)

    def _judge_anew(self, task_id: UUID) -> None:
        """Do here what otherwise waits for a worker."""
        progress = tasks.Progress(self.office.sessions, self.office.district_id, task_id)
        progress.begin()
        with self.office.desk("district_director", 0) as desk:
            outcomes.recompute_campus(desk, tasks.view(desk, task_id).subject_id, progress.step)
        progress.end("done")

    def review(self, days_ago: int, begin: str) -> None:
        """Identify the person, find that they hold the rights, begin the review."""
        self.step(days_ago, "pass_identity", how="in_person", paper_seen="Texas driver license")
        self.step(days_ago, "accept_standing")
        self.step(days_ago - 1, begin)

    def contest(self, days_ago: int, label: str, asked: str, why: str) -> UUID:
        """Enter a contested part, found by the beginning of its name."""
        with self.office.desk("records_officer", days_ago) as desk:
            request = cases.visible(desk, self.id)
            student, _ = students.visible_student(desk, request.student_id)
            found = next(
                one
                for one in subjects.parts_of(desk, student)
                if one.label.startswith(label.partition("|")[0])
                and one.label.endswith(label.partition("|")[2])
            )
            what = Contested(found.key, asked, Ground.INACCURATE, why)
            return lodging.add_item(desk, self.id, what)

    def propose(self, days_ago: int, item_id: UUID, decision: str, reasons: str) -> None:
        """Let the director propose a decision."""
        with self.office.desk("district_director", days_ago) as desk:
            steps.propose(desk, item_id, decision, reasons)

    def decide(self, days_ago: int, item_id: UUID, decision: str, reasons: str) -> None:
        """Let the director propose and the officer decide."""
        self.propose(days_ago, item_id, decision, reasons)
        with self.office.desk("records_officer", days_ago) as desk:
            steps.decide(desk, item_id, decision, reasons)

    def send(self, days_ago: int) -> None:
        """Send every letter that waits."""
        with self.office.desk("records_officer", days_ago) as desk:
            for letter in cases.letters_of(desk, self.id):
                if letter.sent_at is None:
                    letters.send(desk, letter.id, "mail")


def _student_id(desk: Desk, key: str) -> UUID:
    (found,) = students.find(desk, CAST[key].student.state_unique_id)
    return found.id


def _lodge(office: Office, key: str, days_ago: int, lodged: Lodged) -> File:
    return lodge(office, days_ago, lambda desk: _student_id(desk, key), lodged)


def lodge(office: Office, days_ago: int, whose: Callable[[Desk], UUID], lodged: Lodged) -> File:
    """Enter a request that arrived so many days ago."""
    with office.desk("records_officer", days_ago) as desk:
        received = lodged._replace(received_on=cases.today(desk))
        return File(office, lodging.lodge(desk, whose(desk), received))


def asked(kind: Kind, requester: str, asks: str, **more: str) -> Lodged:
    """A request of a parent, by letter unless something else is said."""
    facts = {
        "relation": Relation.PARENT,
        "contact": "1408 Mesquite Lane\nCottonwood Bend, TX 78999",
        "language": "en",
        "channel": "letter",
        "received_on": date.min,
    }
    return Lodged(kind=kind, requester=requester, asks=asks, **(facts | more))  # type: ignore[arg-type]


def _access(office: Office) -> None:
    request = asked(
        Kind.ACCESS,
        "Donna Stone",
        "Please show me everything you keep about my son.",
        channel="email",
    )
    case = _lodge(office, "caleb", 41, request)
    case.send(40)
    case.review(38, "begin_review")


def _proposed(office: Office) -> None:
    request = asked(
        Kind.AMENDMENT,
        "Andrés Ruiz",
        "The language we speak at home is wrong.",
        channel="in_person",
    )
    case = _lodge(office, "mateo", 9, request)
    case.send(8)
    item = case.contest(8, "Home language|", "Spanish", "We speak Spanish at home.")
    case.review(7, "review_items")
    case.propose(3, item, "grant", "The home language survey of 2025 says Spanish.")


def _corrected(office: Office) -> None:
    request = asked(Kind.AMENDMENT, "Patrick Stone", "His middle name is spelled wrong.")
    case = _lodge(office, "caleb", 30, request)
    item = case.contest(29, "Middle name|", "James", "The birth certificate says James.")
    case.send(29)
    case.review(28, "review_items")
    case.decide(24, item, "grant", "The birth certificate was seen.")
    case.step(24, "grant")
    case.step(23, "amend")
    case.send(22)
    case.step(21, "close_amended")


def _with_statement(office: Office) -> None:
    request = asked(Kind.AMENDMENT, "Carla Foster", "The math score is not what she can do.")
    case = _lodge(office, "brianna", 73, request)
    item = case.contest(73, "TSIA2|: math CRC", "950", "She had a fever on that day.")
    case.send(72)
    case.review(72, "review_items")
    case.decide(65, item, "deny", "The testing company confirms 949.")
    case.step(65, "deny")
    case.send(64)
    case.step(64, "send_denial")
    case.step(58, "request_hearing", note="By letter of the mother.")
    _set_hearing(case, 57, 40)
    case.send(57)
    _hear(case, 40, item)
    case.send(35)
    case.step(34, "offer_statement")
    case.send(34)
    case.step(28, "accept_statement", statement=STATEMENT)
    case.send(27)
    case.step(27, "close_with_statement")


def _hear(case: File, days_ago: int, item_id: UUID) -> None:
    role = "hearing_officer"
    case.step(
        days_ago,
        "hold_hearing",
        role,
        present="Mother and student; the testing coordinator",
        evidence="The score report; a note of a doctor",
        no_direct_interest="yes",
    )
    given = {f"outcome_{item_id}": "lost"}
    case.step(
        days_ago - 4,
        "decide_hearing",
        role,
        summary="The score report shows 949. The note shows a fever on the day.",
        reasons="The score is recorded as it was earned; a fever does not make it inaccurate.",
        **given,
    )


def _set_hearing(case: File, days_ago: int, held_days_ago: int) -> None:
    with case.office.desk("records_officer", held_days_ago) as desk:
        day = cases.today(desk)
    case.step(
        days_ago,
        "schedule_hearing",
        officer=str(case.office.people["hearing_officer"]),
        hearing_on=day.isoformat(),
        hearing_at="4:00 pm",
        place="Board room, 200 Main Street",
    )


def _to_be_heard(office: Office) -> None:
    request = asked(
        Kind.AMENDMENT,
        "Leticia Ruiz",
        "He should be listed as a sophomore.",
        contact="leticia.ruiz@families.example",
        channel="email",
    )
    case = _lodge(office, "mateo", 26, request)
    item = case.contest(25, "Grade|", "10", "He has the credits of a sophomore.")
    case.send(25)
    case.review(24, "review_items")
    case.decide(16, item, "deny", "The grade level follows the campus's own promotion rule.")
    case.step(16, "deny")
    case.send(15)
    case.step(15, "send_denial")
    case.step(6, "request_hearing", note="By e-mail of the mother.")
    _set_hearing(case, 5, -8)
    case.send(4)


def _unknown(office: Office) -> None:
    request = asked(
        Kind.DISCLOSURE_LOG,
        "Rosario Ruiz",
        "Quiero saber a quién le dieron los datos.",
        language="es",
        channel="phone",
        contact="(000) 555-0142",
    )
    case = _lodge(office, "mateo", 6, request)
    case.step(5, "ask_identity")


def _opt_out(office: Office) -> None:
    request = asked(Kind.RESTRICTION, "Helen Stone", "No directory information, please.")
    case = _lodge(office, "caleb", 19, request)
    case.send(18)
    case.review(17, "begin_review")
    case.step(15, "restrict", what_is_done="No directory information is given out.")


def _disclosed(office: Office) -> None:
    with office.desk("records_officer", 12) as desk:
        college = Recipient(
            "Llano Community College, admissions",
            "The student seeks to enroll",
            "Scores and dual credit courses",
        )
        student_id, day = _student_id(desk, "brianna"), cases.today(desk)
        disclosures.enter(desk, student_id, "transfer", college, day)
