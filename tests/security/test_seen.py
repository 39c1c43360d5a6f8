"""Whoever is shown a student leaves an entry in the trail that says whose record it was."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import district_session
from careercraft.models import AuditEvent, BonusListRow, PrivacyRequest
from careercraft.privacy.permissions import PERMISSIONS_OF_ROLE, Role
from careercraft.privacy.sealing import Place, seal_json
from careercraft.services.context import Desk
from careercraft.services.incidents import seen_rows
from careercraft.services.incidents.affected import students_in
from careercraft.web.guard import ANY_STAFF, PUBLIC, need_of
from tests.page import PageClient
from tests.security.test_matrix import address, rules_of
from tests.security.test_matrix import things as things  # noqa: PLC0414 - a fixture
from tests.seed import SmallDistrict
from tests.services.uploads import SourceFile, sat, staged

NAME = b"Ibarra"
STRANGER = {"last_name": "Ibarra", "first_name": "Rosalinda", "date": "2025-10-04", "math": 500}
PERSON = {
    "last_name": "Ibarra",
    "first_name": "Rosalinda",
    "state_unique_id": None,
    "local_id": None,
    "birth_date": None,
}
SHOWN_TO = {
    Role.DISTRICT_DIRECTOR: {
        "/files/waiting",
        "/files/<uuid:batch_id>/columns",
        "/bonus/state-lists/<uuid:list_id>/waiting",
        "/papers",
        "/papers/<uuid:paper_id>",
        "/students/<uuid:student_id>",
    },
    Role.RECORDS_OFFICER: {
        "/records",
        "/records/disagreements",
        "/records/cases/<uuid:request_id>",
        "/records/students/<uuid:student_id>/new",
    },
}
"""Pages that must be among those examined, or the walk means nothing."""


@pytest.fixture
def own(
    app: Flask,
    district: SmallDistrict,
    desk_of: Callable[..., Desk],
    things: Callable[..., dict[str, UUID]],
) -> dict[str, UUID]:
    """One of each thing, an open case, and rows of files and lists in which nobody was found."""
    made = things(district, district.north)
    desk = desk_of(district.director)._replace(files=app.extensions["careercraft"].files)
    staged(desk, sat([STRANGER]))
    unread = staged(desk, SourceFile("x.csv", b"Foo,Bar,Baz\nRosa,Ibarra,9\nAna,Ibarra,8\n"))
    row_id, list_id = uuid4(), made["list_id"]
    row = {"person": PERSON, "says": {}, "reason": "", "problems": []}
    place = Place("bonus_list_rows", "row_sealed", row_id)
    desk.session.add(
        BonusListRow(
            district_id=district.id,
            id=row_id,
            list_id=list_id,
            line=99,
            fate="unmatched",
            row_sealed=seal_json(desk.keys, place, row),
        )
    )
    reopened = {"closed_at": None, "state": "received"}
    desk.session.execute(update(PrivacyRequest).values(reopened))
    desk.session.commit()
    return made | {"batch_id": unread}


def says_whose(event: AuditEvent, student_id: UUID) -> bool:
    return student_id in students_in(event) or seen_rows.are_in(event)


@pytest.mark.parametrize("role", [*SHOWN_TO])
def test_no_page_shows_a_student_in_silence(
    app: Flask,
    client_for: Callable[..., PageClient],
    district: SmallDistrict,
    own: dict[str, UUID],
    factory: sessionmaker[Session],
    role: Role,
) -> None:
    client, shown, silent = client_for(role), set(), []
    with district_session(factory, district.id) as session:
        for rule in rules_of(app):
            need = need_of(app, rule.endpoint)
            if "GET" not in (rule.methods or ()) or need in (PUBLIC, ANY_STAFF):
                continue
            if need not in PERMISSIONS_OF_ROLE[role]:
                continue
            last = session.scalar(select(func.max(AuditEvent.number))) or 0
            answer = client.client.get(address(app, rule, own))
            session.rollback()
            if answer.status_code != 200 or NAME not in answer.data:
                continue
            shown.add(rule.rule)
            events = session.scalars(select(AuditEvent).where(AuditEvent.number > last))
            if not any(says_whose(event, own["student_id"]) for event in events):
                silent.append(rule.rule)
    assert silent == [], (
        "hand the students to desk.record(students=...), or the rows in which nobody has been "
        "found to desk.record(waiting=...)"
    )
    assert shown >= SHOWN_TO[role], SHOWN_TO[role] - shown
