"""The roster page: what its figures promise is what they open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from careercraft.clock import senior_class, today
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.blueprints.rosters.looking import (
    FILTERS,
    NOWHERE,
    URL,
    count_links,
    fields,
    listed,
    words_of,
)
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict, add_student
from tests.services.classroom import add_unjudged, crowd

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
    with count_queries() as part:
        director.fragment(URL)
    assert 0 < few.count == many.count <= 10
    assert part.count < many.count  # nothing is asked for the frame
    assert many.transactions == part.transactions == 1


def test_the_page_brings_its_style_sheet(director: PageClient) -> None:
    sheets = [str(one["href"]) for one in director.get(URL).select("link[rel=stylesheet]")]
    assert "/static/css/rosters.css" in sheets
    with director.client.get("/static/css/rosters.css") as answer:
        assert answer.status_code == 200
