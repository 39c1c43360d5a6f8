"""Letters to those affected, and the report on paper: prepared by the worker, sent by a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from careercraft.clock import TEXAS
from careercraft.documents import incident as paper
from careercraft.documents.joined import bind
from careercraft.models import Campus, Incident, IncidentStudent, Student
from careercraft.privacy.access import NotFound
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.incidents import steps as procedure
from careercraft.privacy.incidents.facts import Act, letter_items, obligations, required_items
from careercraft.services import districts, people, tasks
from careercraft.services.context import Desk
from careercraft.services.incidents import store
from careercraft.services.records.words import SENT_BY

STORE = "incident_letter"
BOUND = "incident_letters"
LANGUAGES = ("en", "es")
OF_AGE = 18


def ask(desk: Desk, incident_id: UUID) -> UUID:
    """Ask for the letters of everybody who has none yet; the task to enqueue. Raises `Refused`."""
    row = store.locked(desk, incident_id)
    procedure.check_letters(store.facts_of(desk, row), Act(desk.actor.user_id, desk.now))
    latest = tasks.latest_for(desk, row.id)
    if latest is not None and latest.running:
        raise Refused("The letters are being prepared already.")
    task = tasks.start(desk, "incident_letters", row.id)
    row.letters_task_id = task.id
    store.note_entry(desk, row, "ask_letters")
    desk.session.commit()
    return task.id


def prepare(desk: Desk, incident_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: lay out each letter that is not ready, keep it, then bind those that are not sent."""
    row = store.visible(desk, incident_id)
    unsent = _unsent(desk, row.id)
    for done, one in enumerate(unsent):
        progress(done, len(unsent) + 1)
        if one.letter_ready_at is None:
            content = _render(desk, row, one)
            desk.files.put(desk.keys, STORE, one.id, content)
            one.letter_ready_at = desk.now
            desk.session.commit()
    parts = [desk.files.get(desk.keys, STORE, one.id) for one in unsent]
    if parts:
        desk.files.put(desk.keys, BOUND, row.id, bind(parts).content)
    progress(len(unsent) + 1, len(unsent) + 1)


def all_of_them(desk: Desk, incident_id: UUID) -> bytes:
    """Every letter that is ready and not sent, as one PDF; that it was taken is recorded."""
    row = store.visible(desk, incident_id)
    unsent = _unsent(desk, row.id)
    if not unsent or any(one.letter_ready_at is None for one in unsent):
        raise NotFound("letters")
    content = desk.files.get(desk.keys, BOUND, row.id)
    desk.record(
        Event.INCIDENT_LETTERS_DOWNLOADED,
        "incident",
        row.id,
        students=[one.student_id for one in unsent],
    )
    desk.session.commit()
    return content


def send(desk: Desk, incident_id: UUID, how: str) -> int:
    """Note that every letter that is ready was sent; what the letters fulfil is then done."""
    row = store.locked(desk, incident_id)
    procedure.check_letters(store.facts_of(desk, row), Act(desk.actor.user_id, desk.now))
    if how not in SENT_BY:
        raise Refused("Say how the letters were sent.")
    unsent = _unsent(desk, row.id)
    ready = [one for one in unsent if one.letter_ready_at is not None]
    if not ready:
        raise Refused("No letter is ready. Prepare the letters first.")
    for one in ready:
        one.letter_sent_at, one.letter_sent_how = desk.now, how
        one.letter_sent_by = desk.actor.user_id
    if len(ready) == len(unsent):
        row.told = {**row.told, **_done_by_letters(desk, row)}
    students = [one.student_id for one in ready]
    said = {"letters": str(len(ready)), "how": SENT_BY[how]}
    store.note_entry(desk, row, "send_letters", said, students=students)
    store.note_clock(desk, row)
    desk.session.commit()
    return len(ready)


def _done_by_letters(desk: Desk, row: Incident) -> dict[str, str]:
    on = row.discovered_at.astimezone(TEXAS).date()
    return {one.duty.value: desk.now.isoformat() for one in obligations(on) if one.letters}


def forget_unsent(desk: Desk, incident_id: UUID) -> None:
    """Letters that were not sent say what the report said; they are laid out anew."""
    change = update(IncidentStudent).where(
        IncidentStudent.incident_id == incident_id, IncidentStudent.letter_sent_at.is_(None)
    )
    desk.session.execute(change.values(letter_ready_at=None))


def report_pdf(desk: Desk, incident_id: UUID) -> bytes:
    """The report for the state and the agencies; raises `Refused` until it is complete."""
    row = store.visible(desk, incident_id)
    known = store.facts_of(desk, row)
    missing = procedure.report_is_complete(known, Act(desk.actor.user_id, desk.now))
    if missing:
        raise Refused(missing)
    said = store.report_of(desk, row)["en"]
    written = paper.ReportInput(
        district=districts.current_district(desk).name,
        number=row.number,
        discovered_at=row.discovered_at.astimezone(TEXAS),
        written_on=_today(desk),
        affected=known.affected,
        readable=known.readable.value,
        items=tuple((one.label, said[one.id]) for one in required_items(known)),
        writer=_writer(desk),
    )
    desk.record(Event.INCIDENT_REPORT_DOWNLOADED, "incident", row.id)
    desk.session.commit()
    return paper.render_report(written).content


def _render(desk: Desk, row: Incident, one: IncidentStudent) -> bytes:
    student = desk.session.get_one(Student, one.student_id)
    identity = open_identity(desk.keys, student)
    known = store.facts_of(desk, row)
    said = store.report_of(desk, row)[one.language]
    written = paper.LetterInput(
        district=districts.current_district(desk).name,
        campus=desk.session.get_one(Campus, student.campus_id).name,
        student=identity.full_name,
        to_student=_is_of_age(identity.birth_date, _today(desk)),
        number=row.number,
        discovered_on=known.discovered_on,
        written_on=_today(desk),
        items=tuple((item.id, said[item.id]) for item in letter_items(known.discovered_on)),
        writer=_writer(desk),
    )
    return paper.render_letter(written, one.language).content


def _writer(desk: Desk) -> str:
    user = desk.actor.user_id
    return people.names_of(desk, {user})[user] if user else ""


def _today(desk: Desk) -> date:
    return desk.now.astimezone(TEXAS).date()


def _is_of_age(born: date | None, on: date) -> bool:
    """Whether the rights have passed to the student (34 CFR 99.5)."""
    if born is None:
        return False
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (not had_birthday) >= OF_AGE


def _unsent(desk: Desk, incident_id: UUID) -> list[IncidentStudent]:
    query = select(IncidentStudent).where(
        IncidentStudent.incident_id == incident_id, IncidentStudent.letter_sent_at.is_(None)
    )
    return list(desk.session.scalars(query.order_by(IncidentStudent.added_at, IncidentStudent.id)))
