"""The roster as a file, and the columns that its reader chooses."""

from __future__ import annotations

from uuid import UUID

from bs4 import BeautifulSoup

from tests.blueprints.rosters.looking import (
    URL,
)
from tests.page import PageClient
from tests.services.classroom import CLASS

# The list as a file


def test_the_page_offers_its_list_as_files_under_the_same_filter(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = director.get(f"{URL}?group=sped&page=1")
    links = [str(link["href"]) for link in page.select(".export-links a")]
    assert [("format=xlsx" in href, "group=sped" in href) for href in links] == [
        (True, True),
        (False, True),
    ]
    for href in links:
        answer = director.client.get(href)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        assert f"roster-class-of-{CLASS}-" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_searched_list_is_asked_for_without_its_name_in_an_address(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = director.post_page(URL, {"q": "Ibarra"})
    buttons = [str(button["formaction"]) for button in page.select(".export-links__form button")]
    assert len(buttons) == 2
    assert "Ibarra" not in "".join(buttons)
    answer = director.post(buttons[1], {"q": "Ibarra"}, status=200)
    assert "Ibarra, Rosa" in answer.text
    assert "Ortiz" not in answer.text


def test_an_unknown_format_is_not_found(director: PageClient, ids: dict[str, UUID]) -> None:
    assert director.client.get(f"{URL}/export?format=pdf").status_code == 404


# Columns


def heads(page: BeautifulSoup) -> list[str]:
    return [head.get_text(strip=True) for head in page.select("#students thead th")]


def test_the_address_chooses_the_columns_and_every_link_keeps_them(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = director.get(f"{URL}?show=tsi.math&show=counselor")
    assert heads(page) == ["Student", "TSI math", "Counselor"]
    sorted_ = director.get(str(page.select_one("#students thead a")["href"]))
    assert heads(sorted_) == heads(page)
    assert {len(row.select("td")) for row in page.select("#students tbody tr")} == {2}


def test_kept_columns_stand_on_every_roster_until_the_usual_ones_are_back(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    answer = director.post(f"{URL}/columns", {"show": ["state", "counselor"], "state": "met"})
    assert answer.headers["Location"].endswith(f"{URL}?state=met")
    assert heads(director.get(URL)) == ["Student", "Status", "Counselor"]
    director.post(f"{URL}/columns")
    assert len(heads(director.get(URL))) == 10


def test_chosen_columns_go_into_the_file(director: PageClient, ids: dict[str, UUID]) -> None:
    file = director.client.get(f"{URL}/export?format=csv&show=dual_credit&near=either&within=10")
    assert "within 10 points in reading or math on the nearest test" in file.text
    assert "Dual credit, what is missing" in file.text
    assert "TSI math, what is missing" not in file.text
