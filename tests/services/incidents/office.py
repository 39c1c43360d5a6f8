"""An incident on its way, for tests: reported by a counselor, worked on by the records office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from careercraft.models import Student
from careercraft.privacy.access import Actor
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.incidents.facts import every_item
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.incidents import affected, letters, opening, steps
from careercraft.services.rosters import RosterQuery
from careercraft.services.rosters import export as roster_export
from tests.seed import SmallDistrict, add_student

TOLD = {"recipient": "The portal", "how": "Number 12"}
ANSWERS = {
    "what": "A roster went to the wrong address.",
    "readable": "yes",
    "measures": "The receiver deleted it.",
    "how": "By the audit trail.",
    "note": "The receiver called back.",
    "summary": "Addresses are chosen from a list now.",
    "reason": "It was the school's own address.",
    **TOLD,
}


class Office(NamedTuple):
    """The desks of those who take part, and the students whose list was sent."""

    counselor: Desk
    officer: Desk
    director: Desk
    rosa: Student
    luz: Student


def opened(district: SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Office:
    """Two students, one with Spanish at home, one of age; a counselor took their roster away."""
    counselor = desk_of(district.counselor)
    keys, session = counselor.keys, counselor.session
    rosa = add_student(session, keys, district.north)
    luz = add_student(
        session,
        keys,
        district.north,
        first_name="Luz",
        home_language="Spanish",
        birth_date=date(2010, 3, 1),
    )
    session.commit()
    return Office(
        counselor, desk_of(district.records_officer), desk_of(district.director), rosa, luz
    )


def reported(office: Office) -> UUID:
    """The counselor reports it, an hour after noticing."""
    noticed = opening.Noticed(
        "Roster sent to a stranger", ANSWERS["what"], office.counselor.now - timedelta(hours=1)
    )
    return opening.report(office.counselor, noticed)


def take(desk: Desk, incident_id: UUID, *actions: str) -> None:
    """Take steps; a refused one lets go of the incident, as the end of a request does."""
    for action in actions:
        try:
            steps.take(desk, incident_id, action, ANSWERS)
        except Refused:
            desk.session.rollback()
            raise


def took_a_roster(office: Office) -> None:
    query = RosterQuery(office.rosa.class_of)
    roster_export.export(office.counselor, query, "csv")


def saw(office: Office, student: Student) -> None:
    students.page(office.counselor, student.id)


def search(office: Office) -> affected.Search:
    """What the counselor's account did in the hour around the moment of the tests."""
    hour = timedelta(hours=1)
    now = office.counselor.now
    return affected.Search(office.counselor.actor.user_id, None, now - hour, now + hour)


def whole_report(office: Office) -> dict[str, dict[str, str]]:
    items = every_item(office.officer.now.date())
    return {
        "en": {one.id: f"{one.label}: in short." for one in items},
        "es": {one.id: f"{one.id}: en breve." for one in items},
    }


def contained(office: Office) -> UUID:
    """An incident whose list is settled and whose report is written, before anybody is told."""
    took_a_roster(office)
    incident_id = reported(office)
    take(office.officer, incident_id, "confirm", "contain")
    affected.add_from_trail(office.officer, incident_id, search(office))
    take(office.officer, incident_id, "settle")
    steps.write_report(office.officer, incident_id, whole_report(office))
    return incident_id


def with_letters(office: Office) -> UUID:
    incident_id = contained(office)
    letters.ask(office.officer, incident_id)
    letters.prepare(office.officer, incident_id, lambda _done, _total: None)
    return incident_id
