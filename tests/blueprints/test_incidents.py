"""Incidents on the screen: reported by a counselor, closed by the records office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from careercraft.models import Incident
from careercraft.privacy.access import Actor
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.incidents.office import Office, opened, took_a_roster, whole_report

NOTICED = {
    "title": "Roster sent to a stranger",
    "discovered_at": "2026-11-16T08:00",
    "what": "The north roster went to an address outside.",
}


@pytest.fixture
def office(district: SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Office:
    return opened(district, desk_of)


@pytest.fixture
def here(office: Office, client_for: Callable[..., PageClient]) -> str:
    """The address of an incident that a counselor has reported."""
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    assert "as soon as you notice it" in counselor.get("/incidents/new").get_text()
    done = counselor.post("/incidents/new", NOTICED)
    assert "see it now" in counselor.get(done.headers["Location"]).get_text()
    session = office.officer.session
    return f"/incidents/{session.scalars(select(Incident.id)).one()}"


def test_what_is_missing_in_a_report_is_named(client_for: Callable[..., PageClient]) -> None:
    page = client_for(Role.CAMPUS_COUNSELOR).post_page("/incidents/new", {"title": "x"})
    assert "Say what was noticed." in page.get_text()
    assert "Enter the day and the time." in page.get_text()


def test_the_future_is_no_discovery(client_for: Callable[..., PageClient]) -> None:
    later = NOTICED | {"discovered_at": "2199-01-01T08:00"}
    page = client_for(Role.CAMPUS_COUNSELOR).post_page("/incidents/new", later)
    assert "in the future" in page.get_text()


def test_the_list_says_how_each_clock_stands_in_words_and_names_no_student(
    here: str, client_for: Callable[..., PageClient]
) -> None:
    auditor = client_for(Role.AUDITOR)
    page = auditor.get("/incidents")
    assert page.select_one(".clock .clock__words").get_text()
    assert page.select("tbody th a") == []
    assert auditor.client.get(here).status_code == 403


def test_the_records_office_works_an_incident_to_its_letters(
    here: str,
    office: Office,
    client_for: Callable[..., PageClient],
    run_tasks: Callable[[], None],
) -> None:
    officer = client_for(Role.RECORDS_OFFICER)
    took_a_roster(office)

    def step(**given: str) -> None:
        officer.post(f"{here}/steps", given)

    step(action="confirm", what="A roster went out.", readable="yes")
    account = str(office.counselor.actor.user_id)
    window = {"since": "2026-11-16T08:00", "until": "2026-11-16T10:00"}
    officer.post(f"{here}/affected", {"by": "account", "account": account, **window})
    page = officer.get(here)
    assert "2 students in 1 entry" in page.get_text()
    assert "Settle who is affected first." in page.get_text()
    step(action="settle", how="By the trail.")
    assert officer.client.get(f"{here}/report/file").status_code == 303
    report = {
        f"{language}-{item}": text
        for language, items in whole_report(office).items()
        for item, text in items.items()
    }
    officer.post(f"{here}/report", report)
    assert officer.client.get(f"{here}/report/file").data.startswith(b"%PDF")
    assert "Prepare 2 letters" in officer.get(here).get_text()
    officer.post(f"{here}/letters")
    assert "Preparing the letters" in officer.fragment(here).get_text()
    run_tasks()
    assert "Download the letters" in officer.fragment(here).get_text()
    assert officer.client.get(f"{here}/letters/file").data.startswith(b"%PDF")
    officer.post(f"{here}/letters/sent", {"how": "mail"})
    assert "2 of 2 sent" in officer.get(here).get_text()


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ({"by": "account"}, "Choose the account"),
        ({"by": "entry", "entry": "twelve"}, "Enter the number"),
        ({"by": "entry", "entry": "999999"}, "no entry with this number"),
        ({"by": "file", "file": "x"}, "Choose the file"),
        ({"by": "student", "student": "Rosa"}, "Enter the student's id"),
    ],
)
def test_a_search_that_is_not_understood_says_what_to_enter(
    here: str, client_for: Callable[..., PageClient], by: dict[str, str], said: str
) -> None:
    officer = client_for(Role.RECORDS_OFFICER)
    officer.post(f"{here}/steps", {"action": "confirm", "what": "x", "readable": "no"})
    officer.post(f"{here}/affected", by)
    assert said in officer.get(here).get_text()
