"""What the first page tells beside the figures: rights that passed, requests near their deadline,
incidents whose clocks run.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from careercraft.filters import long_date
from careercraft.models import Incident, PrivacyRequest
from careercraft.privacy.access import permissions
from careercraft.privacy.cases.clocks import ACCESS_SOON_DAYS, FOR_ACCESS
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.records import cases, of_age


class Notice(NamedTuple):
    """One thing to know. `about` names where it leads: of_age, requests or incidents."""

    about: str
    kind: str
    text: str


def notices(desk: Desk) -> list[Notice]:
    """What this person should know today, in counts; no name stands in it."""
    held = permissions(desk.actor)
    asked = (
        (Permission.DISTRICT_INCIDENTS_WORK, _incidents),
        (Permission.DISTRICT_REQUESTS_READ, _requests),
        (Permission.CAMPUS_STUDENT_READ, _of_age),
    )
    found = [look(desk) for needs, look in asked if needs in held]
    return [one for one in found if one is not None]


def near(desk: Desk) -> tuple[int, str]:
    """How many requests to see a record are near their deadline or past it, and the first day."""
    until = cases.today(desk) + timedelta(days=ACCESS_SOON_DAYS)
    query = select(func.count(), func.min(PrivacyRequest.due_on)).where(
        PrivacyRequest.closed_at.is_(None),
        PrivacyRequest.kind.in_([one.value for one in FOR_ACCESS]),
        PrivacyRequest.due_on <= until,
    )
    number, first = desk.session.execute(query).one()
    return number, long_date(first) if first else ""


def _requests(desk: Desk) -> Notice | None:
    number, first = near(desk)
    if not number:
        return None
    told = "1 request" if number == 1 else f"{number} requests"
    text = f"{told} to see a record: due within {ACCESS_SOON_DAYS} days, first {first}."
    return Notice("requests", "warn", text)


def _of_age(desk: Desk) -> Notice | None:
    number = of_age.count(desk)
    if not number:
        return None
    told = "1 student has" if number == 1 else f"{number} students have"
    return Notice("of_age", "info", f"{told} turned 18: the rights over the record are theirs now.")


def _incidents(desk: Desk) -> Notice | None:
    query = select(func.count()).where(Incident.closed_at.is_(None))
    number = desk.session.execute(query).scalar_one()
    if not number:
        return None
    told = "1 incident is" if number == 1 else f"{number} incidents are"
    return Notice("incidents", "warn", f"{told} open; the clocks run.")
