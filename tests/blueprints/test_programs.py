"""The pages of the Programs room: what a figure promises is what its link opens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from bs4 import BeautifulSoup, Tag

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from careercraft.services.programs import entries as program_entries
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.programs.echs import Echs, an_echs_with_students

pytestmark = pytest.mark.database
DATA_YEAR = 2027


@pytest.fixture
def echs(desk: Desk, district: SmallDistrict) -> Echs:
    return an_echs_with_students(desk, district)


@pytest.fixture
def principal(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.PROGRAM_PRINCIPAL)


def address(echs: Echs, rest: str = "") -> str:
    return f"/programs/{echs.id}{rest}"


def links_with_counts(page: BeautifulSoup) -> Iterator[tuple[str, int]]:
    for link in page.select(".counted a"):
        number = re.match(r"\d+", link.get_text())
        assert number is not None
        yield str(link["href"]), int(number.group())


def rows_of(page: BeautifulSoup) -> list[Tag]:
    return page.select("#students tbody tr")


def test_the_list_shows_each_program_with_its_estimate(echs: Echs, principal: PageClient) -> None:
    page = principal.get("/programs")
    (row,) = page.select("#programs tbody tr")
    assert "North ECHS" in row.get_text()
    assert "early estimate" in page.get_text()
    assert page.select_one("form[action='/programs']") is None, "only the district sets programs up"


def test_every_count_of_the_monitor_opens_exactly_those_students(
    echs: Echs, principal: PageClient
) -> None:
    counts = list(links_with_counts(principal.get(address(echs, f"?year={DATA_YEAR}"))))
    assert len(counts) > 8
    for href, students in counts[::3]:
        assert len(rows_of(principal.get(href))) == students, href


def test_the_monitor_says_what_it_is_and_which_year_decides_what(
    echs: Echs, principal: PageClient
) -> None:
    page = principal.get(address(echs, "?year=2026"))
    told = page.get_text(" ", strip=True)
    assert "It is not the state's OBM report" in told
    assert "Designation for 2027-28" in told
    assert "year 7 of implementation" in told
    charts = [str(svg["aria-label"]) for svg in page.select("svg[role=img]")]
    assert charts
    assert all(label.strip() for label in charts)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CAMPUS_COUNSELOR, Role.DISTRICT_DIRECTOR])
def test_every_page_is_well_formed_for_every_reader(
    echs: Echs, client_for: Callable[..., PageClient], role: Role
) -> None:
    client = client_for(role)
    pages = ("", "/classes", "/what-if", "/settings", "/year", "/indicators/ATT6")
    for rest in pages if role is Role.AUDITOR else (*pages, "/early-warning"):
        page = client.get(address(echs, rest))
        names = [name for name in echs.ids if f"Vela{name}" in page.get_text()]
        assert not (role is Role.AUDITOR and names), rest


def test_what_is_tried_out_is_shown_and_kept_only_when_saved(
    desk: Desk, echs: Echs, principal: PageClient
) -> None:
    page = principal.get(address(echs, "/what-if"))
    assert page.select_one("input[name=more-ATT1]") is not None
    hal = str(echs.ids["Hal"])
    sent = {"year": str(DATA_YEAR), "student-ATT1": hal, "more-ACH1": "2"}
    tried = principal.post_page(address(echs, "/what-if"), sent)
    box = tried.select_one(f"#student-ATT1-{hal}")
    assert box is not None
    assert box.has_attr("checked")
    assert "2 of 2 (100%)" in tried.get_text()
    answer = principal.post(address(echs, "/scenarios"), {**sent, "name": "Hal makes it"})
    kept = principal.get(answer.headers["Location"])
    assert "Hal makes it" in kept.get_text()
    assert hal not in answer.headers["Location"]
    principal.post_page(address(echs, "/scenarios"), {**sent, "name": ""}, status=422)


def test_a_percentage_is_typed_in_with_its_document(
    desk: Desk, echs: Echs, principal: PageClient
) -> None:
    sent = {"data_year": "2026", "percent-ATT1": "44,1", "document": "OBM report"}
    url = address(echs, "/percents/state_report")
    page = principal.post_page(url, sent, status=422)
    assert "ATT1: a percentage from 0 to 100 was expected." in page.get_text()
    principal.post(url, sent | {"percent-ATT1": "44.1"})
    held = program_entries.standing(desk, echs.id).of_kind("state_report", 2026)
    assert held["ATT1"].value == {"percent": "44.1"}
    settings = principal.get(address(echs, "/settings?year=2026"))
    assert "OBM report" in settings.get_text()
    principal.post(address(echs, "/withdraw/state_report"), {"key": "ATT1", "data_year": "2026"})
    desk.session.expire_all()
    assert not program_entries.standing(desk, echs.id).of_kind("state_report", 2026)


def test_typed_members_become_a_file_that_is_looked_at_first(
    echs: Echs, client_for: Callable[..., PageClient]
) -> None:
    director = client_for(Role.DISTRICT_DIRECTOR)
    sent = {"school_year": "2026-27", "grade": "9", "member": "yes", "ids": "0123499909\n"}
    answer = director.post(address(echs, "/members"), sent)
    assert answer.headers["Location"].startswith("/files/")
    wrong = director.post_page(address(echs, "/members"), sent | {"ids": " "}, status=422)
    assert "one student ID per line" in wrong.get_text()


def test_a_report_is_prepared_and_fetched(
    echs: Echs, principal: PageClient, run_tasks: Callable[[], None]
) -> None:
    sent = {"audience": "partner", "year": str(DATA_YEAR)}
    answer = principal.post(address(echs, "/reports"), sent)
    here = answer.headers["Location"]
    assert "Preparing the program report" in principal.get(here).get_text()
    run_tasks()
    page = principal.get(here)
    link = page.select_one("a.button--primary")
    assert link is not None
    pdf = principal.client.get(str(link["href"]))
    assert pdf.data.startswith(b"%PDF")


def test_the_student_page_shows_the_program_beside_accountability(
    echs: Echs, principal: PageClient
) -> None:
    page = principal.get(f"/students/{echs.ids['Gil']}")
    section = page.select_one("section[aria-labelledby=program]")
    assert section is not None
    assert "North ECHS" in section.get_text()
    other = principal.get(f"/students/{echs.ids['Jon']}")
    assert other.select_one("section[aria-labelledby=program]") is None


def test_the_monitor_asks_the_database_as_often_for_many_years_as_for_few(
    echs: Echs,
    principal: PageClient,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    principal.get("/programs")  # what is remembered of a process is asked for once
    costs = []
    for year in (2024, 2027):
        with count_queries() as counted:
            principal.get(address(echs, f"?year={year}"))
        costs.append(counted.count)
    assert costs[0] == costs[1]
    assert costs[0] < 45
