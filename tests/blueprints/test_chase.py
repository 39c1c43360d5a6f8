"""The pages of the evidence chase."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import district_session
from careercraft.filestore import FileStore
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.services import outcomes
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.imports import typed
from tests.conftest import MOMENT, QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import silent

CLAIM = {"kind": "enlistment", "evidence": "peims", "earned_on": "2026-10-01"}
MOST_QUESTIONS = 31
HERE = "/chase?class_of=2027&ask=dd_form_4"


@pytest.fixture
def rosa(
    factory: sessionmaker[Session],
    master: MasterKey,
    file_store: FileStore,
    district: SmallDistrict,
) -> UUID:
    """A senior who is said to have enlisted."""
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        desk = Desk(session, district.director, keys, file_store, MOMENT)
        student_id = add_student(session, keys, district.north).id
        session.commit()
        typed.enter(desk, student_id, "careercraft_credentials", CLAIM, "PEIMS")
        outcomes.recompute_campus(desk, district.north.id, silent)
        return student_id


def test_the_list_leads_to_where_the_document_is_handed_in(
    client_for: Callable[..., PageClient],
    rosa: UUID,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    with count_queries() as counted:
        page = counselor.get(HERE)
    assert counted.count <= MOST_QUESTIONS
    assert "asked for: DD Form 4, not met everywhere yet: 1 student" in " ".join(page.text.split())
    href = f"/papers/students/{rosa}/new?kind=dd_form_4&indicator=military"
    assert page.find("a", href=href) is not None
    form = counselor.get(href)
    chosen = form.select_one("input[name=kind][checked]")
    assert chosen is not None
    assert chosen["value"] == "dd_form_4"


def test_a_reminder_is_set_from_the_list(client_for: Callable[..., PageClient], rosa: UUID) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    said = {"class_of": "2027", "ask": "dd_form_4", "owner": "me", "student": str(rosa)}
    counselor.post("/chase/remind", said)
    assert "Choose the day" in counselor.get(HERE).text
    counselor.post("/chase/remind", said | {"due_on": "2099-01-01"})
    page = counselor.get(HERE)
    assert "1 reminder set" in page.text
    assert "Jan 1, 2099" in page.text
    assert "Get the signed DD Form 4" in counselor.get(f"/students/{rosa}/plan").text


def test_a_principal_reads_without_setting_reminders_or_handing_in(
    client_for: Callable[..., PageClient], rosa: UUID
) -> None:
    page = client_for(Role.CAMPUS_PRINCIPAL).get(HERE)
    assert page.find(id="remind") is None
    assert "Hand in" not in page.text


def test_empty_lists_and_odd_addresses_have_their_page(
    client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    assert "Nothing is asked for" in director.get("/chase").text
    assert "No student fits" in director.get("/chase?ask=enrollment&who=all").text
    director.get("/chase?class_of=x&ask=nothing&campus=nothing&counselor=nothing&page=9")
    assert director.client.get("/chase/export?format=pdf").status_code == 404
    assert director.client.get("/chase/export?format=csv").status_code == 200
