"""The year of a program: its dates, duties and artifacts, as pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent
from careercraft.privacy.permissions import Role
from careercraft.services import programs
from careercraft.services.context import Desk
from careercraft.services.programs import duties as program_duties
from tests.blueprints.programs import an_echs
from tests.page import PageClient
from tests.seed import SmallDistrict

pytestmark = pytest.mark.database
YEAR = 2027
A_PDF = b"%PDF-1.7\n..."


@pytest.fixture
def echs(desk: Desk, district: SmallDistrict) -> UUID:
    return an_echs(desk, district)


@pytest.fixture
def principal(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.PROGRAM_PRINCIPAL)


def duty(desk: Desk, echs: UUID, requirement: str) -> program_duties.Duty:
    desk.session.expire_all()
    found = program_duties.duties(desk, echs, YEAR)
    return next(one for one in found if one.requirement == requirement)


def test_the_checklist_names_the_source_of_each_duty_and_how_sure_it_is(
    echs: UUID, principal: PageClient
) -> None:
    page = principal.get(f"/programs/{echs}/year?year={YEAR}")
    agreement = page.select_one("#duty-articulation_agreement")
    assert "Texas Education Code, Section 29.908" in agreement.get_text()
    artifacts = page.select_one("#duty-school_design")
    assert "Secondary source" in artifacts.get_text()
    assert page.select_one("#duty-business_partner") is None, "that is for P-TECH"


def test_a_principal_sets_status_owner_date_and_note(
    desk: Desk, district: SmallDistrict, echs: UUID, principal: PageClient
) -> None:
    owner = program_duties.owners(desk, echs)[0]
    data = {
        "recruitment-status": "in_work",
        "recruitment-owner": str(owner.id),
        "recruitment-due_on": "2027-02-01",
        "recruitment-note": "Flyers in both languages.",
    }
    principal.post(f"/programs/{echs}/year/{YEAR}/duties/recruitment", data)
    now = duty(desk, echs, "recruitment")
    assert (now.status, now.owner, str(now.due_on)) == ("in_work", owner.name, "2027-02-01")
    page = principal.get(f"/programs/{echs}/year?year={YEAR}")
    assert "Flyers in both languages." in page.select_one("#duty-recruitment").get_text()
    assert "February 2027" in page.select_one(".year").get_text()


def test_another_year_starts_with_open_duties(
    desk: Desk, echs: UUID, principal: PageClient
) -> None:
    data = {"recruitment-status": "done"}
    principal.post(f"/programs/{echs}/year/{YEAR}/duties/recruitment", data)
    assert duty(desk, echs, "recruitment").status == "done"
    next_year = program_duties.duties(desk, echs, YEAR + 1)
    assert {one.status for one in next_year} == {"open"}


def test_an_unknown_status_is_said_to_be_one(echs: UUID, principal: PageClient) -> None:
    data = {"recruitment-status": "perhaps"}
    page = principal.post_page(f"/programs/{echs}/year/{YEAR}/duties/recruitment", data, status=422)
    assert "Choose one of" in page.get_text()


def test_a_district_adds_what_its_own_blueprint_asks_for(
    desk: Desk, echs: UUID, principal: PageClient
) -> None:
    before = len(program_duties.duties(desk, echs, YEAR))
    principal.post(f"/programs/{echs}/year/{YEAR}/own-duties", {"title": "5.2 Bridge program"})
    desk.session.expire_all()
    found = program_duties.duties(desk, echs, YEAR)
    assert len(found) == before + 1
    assert (found[-1].title, found[-1].status) == ("5.2 Bridge program", "open")
    principal.post_page(f"/programs/{echs}/year/{YEAR}/own-duties", {"title": " "}, status=422)


def send(client: PageClient, echs: UUID, name: str, content: bytes) -> int:
    body = {
        "csrf_token": client._token(),
        "yearly_application-file": (io.BytesIO(content), name),
    }
    url = f"/programs/{echs}/year/{YEAR}/duties/yearly_application/files"
    return client.client.post(url, data=body).status_code


def test_an_artifact_is_kept_fetched_and_removed_and_all_of_it_is_recorded(
    desk: Desk, echs: UUID, principal: PageClient
) -> None:
    assert send(principal, echs, "Application 2027.pdf", A_PDF) == 303
    (file,) = duty(desk, echs, "yearly_application").files
    answer = principal.client.get(f"/programs/files/{file.id}")
    assert answer.data == A_PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    principal.post(f"/programs/files/{file.id}/remove")
    assert duty(desk, echs, "yearly_application").files == ()
    assert principal.client.get(f"/programs/files/{file.id}").status_code == 404
    actions = desk.session.scalars(select(AuditEvent.action).order_by(AuditEvent.number)).all()
    assert [one for one in actions if one.startswith("program:file")] == [
        "program:file_kept",
        "program:file_downloaded",
        "program:file_removed",
    ]


def test_what_is_no_document_is_refused_and_nothing_is_kept(
    desk: Desk, echs: UUID, principal: PageClient
) -> None:
    assert send(principal, echs, "page.pdf", b"<html><script>") == 422
    assert duty(desk, echs, "yearly_application").files == ()


@pytest.mark.parametrize("role", [Role.CAMPUS_COUNSELOR, Role.AUDITOR])
def test_who_may_only_read_sees_no_form(
    echs: UUID, client_for: Callable[..., PageClient], role: Role
) -> None:
    page = client_for(role).get(f"/programs/{echs}/year?year={YEAR}")
    assert page.select_one("#duty-recruitment") is not None
    assert page.select(".duty form") == []


def test_a_program_is_set_up_once_per_campus_and_model(
    desk: Desk, district: SmallDistrict, client_for: Callable[..., PageClient]
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    data = {
        "campus": str(district.north.id),
        "model": "ptech",
        "name": "North P-TECH",
        "first_year": "2024",
    }
    director.post("/programs", data)
    (made,) = programs.programs(desk)
    assert (made.name, made.model, made.edition, made.year_in(2027)) == (
        "North P-TECH",
        "ptech",
        "2023",
        4,
    )
    page = director.post_page("/programs", data, status=422)
    assert "already" in page.get_text()
