"""The roster with script and without, and a search whose name stands in no address."""

from __future__ import annotations

from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from careercraft.services.context import Desk
from tests.blueprints.rosters.looking import (
    FILTERS,
    URL,
    fields,
    listed,
    searched,
    words_of,
)
from tests.page import PageClient, as_text
from tests.seed import SmallDistrict
from tests.services.classroom import crowd

# Swapped in place


@pytest.mark.parametrize("query", [*FILTERS, "?page=2", "?sort=tsi.math&state=not_met"])
def test_what_is_swapped_in_is_the_same_as_on_the_page(
    director: PageClient, ids: dict[str, UUID], query: str
) -> None:
    page = director.get(URL + query).select_one("#roster")
    fragment = director.fragment(URL + query)
    assert as_text(fragment.select_one("#roster")) == as_text(page)
    assert fragment.select_one("#class-switch")["hx-swap-oob"] == "true"


@pytest.mark.parametrize(
    ("headers", "is_fragment"),
    [
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "roster"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({}, False),
    ],
)
def test_only_a_swap_of_the_list_gets_the_list_alone(
    director: PageClient, ids: dict[str, UUID], headers: dict[str, str], is_fragment: bool
) -> None:
    answer = director.client.get(URL, headers=headers)
    assert ("<html" not in answer.text) is is_fragment


def test_a_swap_names_an_address_that_opens_the_same_list(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    asked = f"{URL}?campus=&counselor=&group=sped&indicator=&indicator_state=met"
    answer = director.client.get(asked, headers={"HX-Request": "true"})
    address = answer.headers["HX-Push-Url"]
    assert address == f"{URL}?group=sped"
    assert listed(director.get(address)) == listed(director.get(asked))


def test_the_class_is_switched_with_the_filter_kept(
    director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    page = director.get(f"{URL}?campus={district.north.id}&group=sped&page=1")
    links = page.select("#class-switch a")
    assert links
    assert all(f"campus={district.north.id}" in str(a["href"]) for a in links)
    assert all("group=sped" in str(a["href"]) for a in links)


# A search by name


def test_a_search_keeps_the_name_out_of_every_address_and_header(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    body = {"csrf_token": director._token(), "q": "ibarra"}
    for headers in ({}, {"HX-Request": "true"}):
        answer = director.client.post(f"{URL}?sort=tsi.math", data=body, headers=headers)
        assert "ibarra" not in str(answer.headers).lower()
        page = BeautifulSoup(answer.text, "html5lib")
        assert len(listed(page)) == 2
        places = [
            str(tag[name])
            for tag in page.find_all(True)
            for name in ("href", "action", "formaction", "hx-get", "hx-post", "src")
            if tag.has_attr(name)
        ]
        assert len(places) > 15
        assert not any("ibarra" in place.lower() for place in places)
    assert "ibarra" not in str(searched(director, "ibarra").title).lower()


def test_within_a_search_every_figure_still_opens_its_list(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = searched(director, "ibarra")
    figures = page.select("button.status-tabs__tab")
    assert len(figures) == 4
    for figure in figures:
        count = int(figure.select_one(".status-tabs__count").get_text())
        again = fields(page, "#search-again")
        assert again["q"] == "ibarra"
        opened = director.post_page(str(figure["formaction"]), {"q": again["q"]})
        assert len(listed(opened)) == count
        assert figure["form"] == "search-again"


def test_order_and_pages_within_a_search_stay_posts(
    desk: Desk, district: SmallDistrict, director: PageClient
) -> None:
    crowd(desk, district, 51)
    page = searched(director, "zuber")
    assert page.select("thead a") == page.select(".pager a") == []
    (onward,) = page.select(".pager button")
    second = director.post_page(str(onward["formaction"]), {"q": "zuber"})
    assert len(listed(second)) == 1
    head = page.select_one("thead button")
    turned = director.post_page(str(head["formaction"]), {"q": "zuber"})
    assert listed(turned)[0] == "Zuber, N050"


def test_the_chip_of_a_search_leads_back_to_the_list(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = searched(director, "ibarra", f"{URL}?group=sped")
    chip = next(c for c in page.select(".chip") if "ibarra" in c.get_text())
    assert chip.name == "a"
    assert len(listed(director.get(str(chip["href"])))) == 2


@pytest.mark.parametrize(("length", "dropped"), [(79, False), (80, False), (81, True)])
def test_a_search_that_is_too_long_is_dropped_and_told(
    director: PageClient, ids: dict[str, UUID], length: int, dropped: bool
) -> None:
    page = searched(director, "x" * length)
    assert bool(page.select(".notice--warn")) is dropped
    assert bool(listed(page)) is dropped


def test_markup_in_a_search_stays_text(director: PageClient, ids: dict[str, UUID]) -> None:
    page = searched(director, "<script>x</script>")
    assert "<script>x</script>" in words_of(page)
