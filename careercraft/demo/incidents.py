"""One invented incident, from the report of a counselor to its closing by two persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from careercraft.demo.cases import Office
from careercraft.demo.cast import CAST
from careercraft.services import students, tasks
from careercraft.services.context import Desk
from careercraft.services.incidents import affected, letters, opening, page, steps
from careercraft.services.incidents.opening import Noticed

DAYS_AGO = 34
SEEN = ("andres", "zoe", "tyrese")
REPORT = {
    "en": {
        "nature": "A signed-in computer stood unlocked in the library for about twenty minutes.",
        "data": "Name, local ID, test scores, courses, and what is missing for graduation.",
        "occurred": "A student helper opened pages of others. Nothing was printed or saved.",
        "mitigation": "The sign-in was ended at once. The helper says that nothing was copied.",
        "advice": "You need not do anything. Tell us if anybody speaks to you about these scores.",
        "prevention": "Library computers now lock after two minutes.",
        "contact": "Records office, Cottonwood Bend ISD, 900 Pecan Street, 936-555-0142",
    },
    "es": {
        "nature": "Una computadora con sesión abierta quedó sin bloquear unos veinte minutos.",
        "data": "Nombre, número local, exámenes, cursos y lo que falta para graduarse.",
        "occurred": "Un ayudante abrió páginas de otros. No se imprimió ni guardó nada.",
        "mitigation": "La sesión se cerró de inmediato. El ayudante confirmó que no copió nada.",
        "advice": "No tiene que hacer nada. Avísenos si alguien le habla de estos resultados.",
        "prevention": "Las computadoras de la biblioteca se bloquean a los dos minutos.",
        "contact": "Oficina de expedientes, Cottonwood Bend ISD, 900 Pecan Street, 936-555-0142",
    },
}


class Told(NamedTuple):
    """A duty done: after how many hours, to whom, how."""

    hours: int
    recipient: str
    how: str


TOLD: Mapping[str, Told] = {
    "vendor": Told(2, "Cybersecurity coordinator of the district", "By phone, then in writing"),
    "state": Told(27, "Department of Information Resources", "Portal, report 26-1184"),
    "education_agency": Told(29, "Texas Education Agency", "By e-mail, receipt kept"),
}


def open_one(office: Office) -> bool:
    """Enter the incident, unless there is one; says whether it did."""
    with _desk(office, "records_officer", 0) as desk:
        if page.listing(desk):
            return False
    incident_id = _noticed(office)
    _worked_on(office, incident_id)
    _told_and_closed(office, incident_id)
    return True


@contextmanager
def _desk(office: Office, role: str, hours: int) -> Iterator[Desk]:
    """The desk of somebody, so many hours after it began."""
    with office.desk(role, DAYS_AGO) as desk:
        yield desk._replace(now=desk.now + timedelta(hours=hours))


def _noticed(office: Office) -> UUID:
    with _desk(office, "campus_counselor", 0) as desk:
        for key in SEEN:
            (found,) = students.find(desk, CAST[key].student.state_unique_id)
            students.page(desk, found.id)
        what = (
            "I left the library computer signed in during a drill. When I came back a student "
            "helper had pages of other students open. I signed out and wrote down the time."
        )
        noticed = Noticed("Unlocked computer in the library", what, desk.now)
        return opening.report(desk._replace(now=desk.now + timedelta(hours=1)), noticed)


def _worked_on(office: Office, incident_id: UUID) -> None:
    with _desk(office, "records_officer", 2) as desk:
        what = "Pages of students were open to somebody without a need for them."
        steps.take(desk, incident_id, "confirm", {"what": what, "readable": "yes"})
    with _desk(office, "records_officer", 3) as desk:
        measures = "Sign-in ended, computer locked, statement of the helper taken."
        steps.take(desk, incident_id, "contain", {"measures": measures})
        began = desk.now - timedelta(hours=3, minutes=5)
        until = began + timedelta(minutes=30)
        search = affected.Search(office.people["campus_counselor"], None, began, until)
        affected.add_from_trail(desk, incident_id, search)
    with _desk(office, "records_officer", 5) as desk:
        how = "What the counselor's account opened in these minutes, by the audit trail."
        steps.take(desk, incident_id, "settle", {"how": how})
        steps.write_report(desk, incident_id, REPORT)


def _told_and_closed(office: Office, incident_id: UUID) -> None:
    for duty, told in TOLD.items():
        with _desk(office, "records_officer", told.hours) as desk:
            given = {"recipient": told.recipient, "how": told.how}
            steps.take(desk, incident_id, f"tell_{duty}", given)
    with _desk(office, "records_officer", 30) as desk:
        progress = tasks.Progress(
            office.sessions, office.district_id, letters.ask(desk, incident_id)
        )
        progress.begin()
        letters.prepare(desk, incident_id, progress.step)
        progress.end("done")
        letters.send(desk, incident_id, "mail")
    with _desk(office, "records_officer", 100) as desk:
        steps.take(desk, incident_id, "end", {"how": "Nothing has surfaced in four days."})
    with _desk(office, "records_officer", 240) as desk:
        root = {"recipient": "Department of Information Resources", "how": "Portal, report 26-1184"}
        steps.take(desk, incident_id, "tell_root_cause", root)
    with _desk(office, "district_director", 264) as desk:
        summary = "Shared computers lock by themselves; counselors do not sign in on them."
        steps.take(desk, incident_id, "close", {"summary": summary})
