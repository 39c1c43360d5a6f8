"""The roster page: what its figures promise is what they open, with script and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag

from careercraft.clock import senior_class, today
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict, add_student
from tests.services.classroom import CLASS, add_unjudged, crowd, seniors

URL = f"/rosters/{CLASS}"


NOWHERE = UUID(int=7)
"""The id of a campus that nobody has."""


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)


def listed(page: BeautifulSoup) -> list[str]:
    return [row.a.get_text() for row in page.select("#students tbody th")]


def count_links(page: BeautifulSoup) -> Iterator[tuple[str, int]]:
    for tab in page.select(".status-tabs a"):
        yield str(tab["href"]), int(tab.select_one(".status-tabs__count").get_text())


def words_of(page: BeautifulSoup) -> str:
    return page.select_one(".chip-bar__sentence").get_text()


def fields(page: BeautifulSoup, form: str) -> dict[str, Any]:
    """What a browser sends of a form as it stands."""
    sent = {str(i["name"]): i.get("value", "") for i in page.select(f"{form} input[name]")}
    for select in page.select(f"{form} select"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        sent[str(select["name"])] = chosen["value"]
    return sent


# Where it begins


def test_the_rosters_open_with_the_current_seniors(director: PageClient) -> None:
    answer = director.client.get("/rosters")
    assert answer.headers["Location"] == f"/rosters/{senior_class(today())}"


def test_a_counselor_begins_at_the_own_campus(
    client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    answer = client_for(Role.CAMPUS_COUNSELOR).client.get("/rosters")
    assert answer.headers["Location"].endswith(f"?campus={district.north.id}")


def test_a_campus_has_an_address_of_its_own(director: PageClient, district: SmallDistrict) -> None:
    answer = director.client.get(f"/rosters/campus/{district.south.id}")
    assert answer.headers["Location"].endswith(f"?campus={district.south.id}")


def test_another_campus_is_not_found(
    client_for: Callable[..., PageClient], district: SmallDistrict
) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    assert counselor.client.get(f"/rosters/campus/{district.south.id}").status_code == 404


@pytest.mark.parametrize("class_of", [1999, 2100, 10**30])
def test_a_class_that_cannot_be_is_not_found(director: PageClient, class_of: int) -> None:
    assert director.client.get(f"/rosters/{class_of}").status_code == 404


# Figures and lists


FILTERS = (
    "",
    "?group=sped",
    "?indicator=tsi.math&indicator_state=not_met",
    "?indicator=dual_credit",
    "?group=sped&indicator=tsi.rla&indicator_state=unknown",
    "?near=either&within=10&only_by=sunsetting_ibc",
    "?counselor=me&program=echs",
    "?show=tsi.math&show=counselor",
)


@pytest.mark.parametrize("query", FILTERS)
def test_every_figure_opens_as_many_students_as_it_says(
    desk: Desk, district: SmallDistrict, director: PageClient, ids: dict[str, UUID], query: str
) -> None:
    add_unjudged(desk, district)
    for base in (URL + query, f"{URL}{query}{'&' if query else '?'}campus={district.south.id}"):
        figures = list(count_links(director.get(base)))
        assert len(figures) == 4
        assert figures[0][1] == sum(count for _, count in figures[1:])
        for href, count in figures:
            opened = director.get(href)
            assert len(listed(opened)) == count, href
            assert f": {count} student" in words_of(opened)


def test_a_chip_takes_its_filter_away(
    director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    page = director.get(f"{URL}?campus={district.south.id}&group=sped&state=not_met")
    chips = [str(chip["href"]) for chip in page.select("a.chip")]
    assert len(chips) == 3
    for href in chips:
        assert len(director.get(href).select("a.chip")) == 2
    everyone = str(page.select_one(".chips__clear")["href"])
    assert len(listed(director.get(everyone))) == 6


def test_the_filter_form_keeps_status_and_order(director: PageClient, ids: dict[str, UUID]) -> None:
    page = director.get(f"{URL}?state=not_met&sort=tsi.math&descending=1&group=sped")
    sent = fields(page, ".roster-filters")
    assert sent["group"] == "sped"
    assert (sent["state"], sent["sort"], sent["descending"]) == ("not_met", "tsi.math", "1")
    again = director.client.get(URL, query_string=sent)
    assert listed(BeautifulSoup(again.text, "html5lib")) == listed(page)


@pytest.mark.parametrize(
    "query",
    [
        "?campus=no-id",
        "?counselor=no-id",
        f"?campus={NOWHERE}",
        "?group=nobody",
        "?indicator=luck",
        "?indicator=tsi&indicator_state=perhaps",
        "?state=lost",
        "?sort=fate",
        "?page=0",
        "?page=-1",
        "?page=ten",
        "?near=luck",
        "?near=tsi.math&within=0",
        "?near=tsi.math&within=401",
        "?program=band",
        "?show=ssn",
        "?page=99999999999999999999",
    ],
)
def test_what_is_not_understood_is_dropped_and_told(
    director: PageClient, ids: dict[str, UUID], query: str
) -> None:
    page = director.get(URL + query)
    assert "is not here" in page.select_one(".notice--warn").get_text()
    assert listed(page)


@pytest.mark.parametrize("query", ["", "?campus=&group=&indicator=&page=1&sort=name"])
def test_what_is_understood_needs_no_notice(
    director: PageClient, ids: dict[str, UUID], query: str
) -> None:
    assert director.get(URL + query).select(".notice") == []


def test_a_page_beyond_the_last_shows_the_last(
    desk: Desk, district: SmallDistrict, director: PageClient
) -> None:
    crowd(desk, district, 51)
    page = director.get(f"{URL}?page=7")
    assert "Page 2 of 2" in page.get_text()
    assert len(listed(page)) == 1
    back = director.get(str(page.select_one("a[rel=prev]")["href"]))
    assert len(listed(back)) == 50


def test_a_head_sorts_and_turns_round(director: PageClient, ids: dict[str, UUID]) -> None:
    page = director.get(f"{URL}?sort=tsi.math")
    (head,) = page.select("th[aria-sort]")
    assert head["aria-sort"] == "ascending"
    turned = director.get(str(head.a["href"]))
    assert turned.select_one("th[aria-sort]")["aria-sort"] == "descending"
    assert listed(turned) != listed(page)
    assert sorted(listed(turned)) == sorted(listed(page))


def test_a_row_tells_status_gap_and_whose_student_it_is(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    rows = {row.th.a.get_text(): row for row in director.get(URL).select("#students tbody tr")}
    rosa = " ".join(rows["Ibarra, Rosa"].get_text(" ").split())
    assert "0001" in rosa
    assert "Not met" in rosa
    assert "10 points short SAT" in rosa
    assert "North High School" in rosa
    assert "Campus Counselor" in rosa
    assert str(rows["Ibarra, Rosa"].th.a["href"]) == f"/students/{ids['Rosa']}"


def test_one_campus_needs_no_column_of_its_own(
    director: PageClient, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    heads = [h.get_text(strip=True) for h in director.get(URL).select("thead th")]
    assert heads == [
        "Student",
        "Status",
        "Bonus",
        "TSI reading",
        "TSI math",
        "AP / IB",
        "Dual credit",
        "Also met",
        "Campus",
        "Counselor",
    ]
    alone = director.get(f"{URL}?campus={district.north.id}")
    assert "Campus" not in [h.get_text(strip=True) for h in alone.select("thead th")]


def test_the_grade_is_told_only_where_a_class_holds_several(
    desk: Desk, district: SmallDistrict, director: PageClient
) -> None:
    crowd(desk, district, 2)
    assert "Grade 12" not in director.get(URL).select_one("#students").get_text()
    add_student(desk.session, desk.keys, district.north, last_name="Zuñiga", grade=11)
    desk.session.commit()
    table = director.get(URL).select_one("#students").get_text()
    assert "Grade 11" in table
    assert "Grade 12" in table


# Swapped in place


def as_text(part: Tag) -> str:
    for field in part.select("input[name=csrf_token]"):
        field["value"] = "-"
    return str(part)


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


def searched(client: PageClient, words: str, url: str = URL) -> BeautifulSoup:
    return client.post_page(url, {"q": words})


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


# Nothing to show


def test_an_empty_class_says_which_file_brings_it(
    client_for: Callable[..., PageClient], director: PageClient
) -> None:
    page = director.get("/rosters/2033")
    assert "OneRoster" in page.select_one(".empty-state").get_text()
    assert page.select_one(".empty-state a")["href"] == "/files"
    counselor = client_for(Role.CAMPUS_COUNSELOR).get("/rosters/2033")
    assert counselor.select(".empty-state a") == []


def test_a_filter_that_fits_nobody_offers_the_whole_class(
    director: PageClient, ids: dict[str, UUID]
) -> None:
    page = director.get(f"{URL}?group=504")
    way_out = str(page.select_one(".empty-state a")["href"])
    assert len(listed(director.get(way_out))) == 6


def test_whom_no_rule_has_judged_can_be_judged_from_here(
    desk: Desk,
    district: SmallDistrict,
    director: PageClient,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
) -> None:
    add_unjudged(desk, district)
    page = director.get(URL)
    (form,) = page.select("#waiting form")
    answer = director.post(str(form["action"]))
    assert urlsplit(answer.headers["Location"]).path.startswith("/tasks/")
    run_tasks()
    assert director.get(URL).select("#waiting") == []


def test_script_shows_the_recomputation_in_place(
    desk: Desk, district: SmallDistrict, director: PageClient, ids: dict[str, UUID]
) -> None:
    body = {"csrf_token": director._token()}
    answer = director.client.post(
        f"/rosters/campus/{district.north.id}/recompute",
        data=body,
        headers={"HX-Request": "true"},
    )
    assert "progress-block" in answer.text
    assert "<html" not in answer.text


def test_a_counselor_is_told_whom_to_ask(
    client_for: Callable[..., PageClient],
    desk: Desk,
    district: SmallDistrict,
    ids: dict[str, UUID],
) -> None:
    add_unjudged(desk, district)
    notice = client_for(Role.CAMPUS_COUNSELOR).get(URL).select_one("#waiting")
    assert "Ask your district's CCMR director" in notice.get_text()
    assert notice.select("form") == []


def test_the_number_of_questions_does_not_grow_with_the_list(
    desk: Desk,
    district: SmallDistrict,
    director: PageClient,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    crowd(desk, district, 2)
    director.get(URL)
    with count_queries() as few:
        director.get(URL)
    crowd(desk, district, 48)
    director.get(URL)
    with count_queries() as many:
        assert len(listed(director.get(URL))) == 50
    assert 0 < few.count == many.count <= 25


def test_the_page_brings_its_style_sheet(director: PageClient) -> None:
    sheets = [str(one["href"]) for one in director.get(URL).select("link[rel=stylesheet]")]
    assert "/static/css/rosters.css" in sheets
    with director.client.get("/static/css/rosters.css") as answer:
        assert answer.status_code == 200


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
