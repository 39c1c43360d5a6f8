"""The panel beside a download asks where it goes outside, and nothing for the school's own work."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import Disclosure
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import seniors

OUTSIDE = {
    "hand_basis": "transfer",
    "hand_party": "Angelina College",
    "hand_interest": "Enrollment",
    "hand_more": "",
}


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def disclosed(desk: Desk) -> int:
    desk.session.rollback()
    return len(desk.session.scalars(select(Disclosure.id)).all())


def test_a_roster_goes_outside_only_with_a_word_on_whom_it_goes_to(
    ids: dict[str, UUID], desk: Desk, client_for: Callable[..., PageClient]
) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    page = counselor.get("/rosters/2027")
    form = page.select_one("details.hand-over form")
    grounds = {option["value"] for option in form.select("option")}
    assert "transfer" in grounds
    assert "school_official" not in grounds
    href = str(form.select("button")[-1]["formaction"])
    assert counselor.client.get(href).status_code == 200
    assert disclosed(desk) == 0
    taken = counselor.post(href, OUTSIDE, status=200)
    assert "Angelina" not in str(taken.headers)
    students = disclosed(desk)
    assert students > 0
    body = {**OUTSIDE, "hand_party": " ", "csrf_token": counselor._token()}
    came_from = {"Referer": "http://localhost/rosters/2027"}
    refused = counselor.client.post(href, data=body, headers=came_from)
    assert (refused.status_code, refused.headers["Location"]) == (303, "/rosters/2027")
    assert "Enter: To whom." in counselor.get("/rosters/2027").get_text()
    assert disclosed(desk) == students


def test_the_records_officer_finds_it_in_the_list(
    ids: dict[str, UUID], client_for: Callable[..., PageClient]
) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    counselor.post("/rosters/2027/export?format=csv", OUTSIDE, status=200)
    officer = client_for(Role.RECORDS_OFFICER)
    page = officer.get("/records/disclosures?basis=transfer")
    assert "Angelina College" in page.get_text()
    assert "No disclosure fits" in officer.get("/records/disclosures?basis=court").get_text()


@pytest.mark.parametrize(
    "href",
    [
        "/rosters/2027/export?format=csv",
        "/chase/export?class_of=2027&format=csv",
        "/records/cases/export?show=open&format=csv",
    ],
)
def test_whoever_hands_a_list_to_somebody_outside_notes_it_on_the_way(
    href: str, ids: dict[str, UUID], client_for: Callable[..., PageClient]
) -> None:
    taken = client_for(Role.RECORDS_OFFICER).post(href, OUTSIDE, status=200)
    assert "attachment" in taken.headers["Content-Disposition"]
