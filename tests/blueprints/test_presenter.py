"""Presenter mode: nobody is named, small numbers are masked, and what cannot hide stays closed."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from careercraft.clock import senior_class, today
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, PEOPLE, crowd, seniors, state_id

URL = f"/rosters/{CLASS}"


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def director(client_for: Callable[..., PageClient], ids: dict[str, UUID]) -> PageClient:
    client = client_for(Role.DISTRICT_DIRECTOR)
    client.post("/presenting/on")
    return client


def test_no_roster_names_a_student(director: PageClient, ids: dict[str, UUID]) -> None:
    page = director.get(URL)
    told = str(page)
    for first_name, (last_name, _, _) in PEOPLE.items():
        assert last_name not in told
        assert first_name not in page.select_one("#students").get_text(" ").split()
        assert state_id(first_name) not in told
        assert str(ids[first_name]) not in told
    names = [row.get_text() for row in page.select("#students tbody th")]
    assert names == [f"Student {number}" for number in range(1, 7)]
    assert "Presenting." in page.select_one(".presenting-bar").get_text()


def test_small_counts_are_masked_with_what_would_tell_them(
    desk: Desk, district: SmallDistrict, director: PageClient
) -> None:
    crowd(desk, district, 10)
    counts = [one.get_text() for one in director.get(URL).select(".status-tabs__count")]
    assert counts[0] == "16"
    assert not {"3"} & set(counts[1:]), "three met and three did not"
    assert "10" in counts or "not shown" in counts


@pytest.mark.parametrize("query", ["?state=met", "?near=either&within=10"])
def test_a_list_of_too_few_has_no_rows(director: PageClient, query: str) -> None:
    page = director.get(URL + query)
    assert page.select("#students") == []
    assert "Too few students to show" in page.get_text()
    sentence = page.select_one(".chip-bar__sentence").get_text()
    assert sentence.endswith(("fewer than 5 students", "not shown students"))


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}/export?format=csv",
        "/lists",
        "/students/{rosa}",
        "/ratings/preview",
        f"/bonus/{CLASS}/students",
        "/files",
    ],
)
def test_what_could_tell_more_stays_closed(
    director: PageClient, ids: dict[str, UUID], url: str
) -> None:
    page = director.get(url.format(rosa=ids["Rosa"]), status=403)
    assert "Closed while presenting" in page.get_text()


def test_a_search_for_a_name_is_refused(director: PageClient) -> None:
    director.post(URL, {"q": "Ibarra"}, status=403)


def test_the_first_page_counts_without_names(director: PageClient) -> None:
    page = director.get("/")
    assert page.select('a[href^="/students"]') == []
    if senior_class(today()) == CLASS:
        assert "3 of 6" not in page.select_one("main table").get_text(), "of three at each campus"


def test_a_rating_of_few_tells_no_tally_and_leads_to_nobody(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = director.get(f"/ratings/{CLASS + 1}")
    main = page.select_one("main")
    assert main.select('a[href^="/rosters"], a[href^="/students"]') == []
    by_campus = [cell.get_text() for cell in main.select("[aria-labelledby=campuses] td.nowrap")]
    assert len(by_campus) == 2
    assert not any(" of " in tally for tally in by_campus), "of three at each campus"


def test_a_bonus_hides_small_groups(director: PageClient, ids: dict[str, UUID]) -> None:
    page = director.get(f"/bonus/{CLASS}")
    assert page.select('main a[href^="/bonus"]') == []
    assert "Not shown: figures of fewer than" in page.get_text()


def test_leaving_shows_names_again(director: PageClient, ids: dict[str, UUID]) -> None:
    director.post("/presenting/off")
    assert "Ibarra, Rosa" in director.get(URL).get_text()
    assert director.get(f"/students/{ids['Rosa']}").select(".presenting-bar") == []


def test_others_are_not_concerned(
    director: PageClient, client_for: Callable[..., PageClient]
) -> None:
    assert "Ibarra, Rosa" in client_for(Role.CAMPUS_COUNSELOR).get(URL).get_text()
