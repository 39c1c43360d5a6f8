"""Printing for a whole list: asked for on the roster, followed, stopped, gone on with, fetched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from careercraft.documents.pdf import Printed, render_pdf
from careercraft.privacy.permissions import Role
from careercraft.services import documents
from careercraft.services.context import Desk
from tests.documents.test_pdf import FACE
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import seniors


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(_desk: Desk, page: Any, _document: Any) -> Printed:
        html = f'<html lang="en-US"><title>CCMR plan</title><p>{page.identity.full_name}</p>'
        return render_pdf(html, FACE)

    monkeypatch.setitem(documents.KINDS, "student_plan", render)


def sent(page: BeautifulSoup) -> tuple[str, dict[str, str]]:
    """Where the bar prints to, and what it sends along before anything is chosen."""
    hidden = page.select("form#bulk input[type=hidden]")
    fields = {one["name"]: one["value"] for one in hidden if one["name"] != "csrf_token"}
    return str(page.select_one("details.bulk-print button")["formaction"]), fields


def asked(client: PageClient, url: str, **given: str) -> str:
    to, fields = sent(client.get(url))
    answer = client.post(to, fields | {"whom": "all"} | given)
    return str(answer.headers["Location"])


def test_the_students_of_a_list_are_printed_followed_and_fetched_without_script(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    url = asked(counselor, "/rosters/2027?state=met", language="es", packed_as="zip")
    waiting = counselor.get(url)
    assert "Student plans in Spanish" in waiting.select_one("h1").get_text()
    assert "Waiting for its turn" in waiting.get_text()
    assert waiting.select("table") == [], "nobody is named while the work goes on"
    run_tasks()
    ready = counselor.get(url)
    assert "Zip, 2 pages" in ready.get_text()
    rows = [row.get_text(" ", strip=True) for row in ready.select("tbody tr")]
    assert rows[0].startswith("Nuñez, Abel 001")
    file = counselor.client.get(f"{url}/file")
    assert file.headers["Content-Disposition"] == 'attachment; filename="student-documents.zip"'
    with zipfile.ZipFile(io.BytesIO(file.data)) as packed:
        assert packed.namelist() == ["001.pdf", "002.pdf"]


def test_a_search_for_a_name_prints_whom_it_found_and_stands_in_no_address(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    found = counselor.post("/rosters/2027", {"q": "ibarra"}, status=200)
    to, fields = sent(BeautifulSoup(found.text, "html5lib"))
    assert "ibarra" not in to.lower()
    answer = counselor.post(to, fields | {"whom": "all"})
    run_tasks()
    rows = counselor.get(str(answer.headers["Location"])).select("tbody tr")
    assert [row.th.get_text() for row in rows] == ["Ibarra, Rosa"]


def test_script_follows_the_run_in_place_until_the_server_ends_the_asking(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    url = asked(counselor, "/rosters/2027")
    block = counselor.fragment(url).select_one(".progress-block")
    assert "every 1s" in block["hx-trigger"]
    run_tasks()
    done = counselor.fragment(url)
    assert done.select('[hx-trigger*="every"]') == []
    assert "Download the PDF" in done.get_text()


def test_a_cancelled_run_is_gone_on_with(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    url = asked(counselor, "/rosters/2027")
    cancel = counselor.get(url).select_one(".progress-block form")
    counselor.post(str(cancel["action"]), status=302)
    run_tasks()
    stopped = counselor.get(url)
    assert "0 of 3 are printed" in stopped.get_text()
    counselor.post(str(stopped.select_one(".progress-block form")["action"]))
    run_tasks()
    assert "PDF, 3 pages" in counselor.get(url).get_text()


def test_only_the_ticked_students_of_a_list_are_printed(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    to, fields = sent(counselor.get("/rosters/2027"))
    ticked = {"whom": "ticked", "student_id": [str(ids["Rosa"]), str(ids["Cam"])]}
    answer = counselor.post(to, fields | ticked)
    run_tasks()
    rows = counselor.get(str(answer.headers["Location"])).select("tbody tr")
    assert [row.th.get_text() for row in rows] == ["Ibarra, Rosa"], "Cam is on no list of theirs"


def test_printing_without_a_tick_says_to_choose(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    to, fields = sent(counselor.get("/rosters/2027"))
    assert (
        "Choose students first" in counselor.post(to, fields | {"whom": "ticked"}, status=422).text
    )


def test_chosen_students_can_be_posted_by_id(
    counselor: PageClient, ids: dict[str, UUID], run_tasks: Callable[[], None]
) -> None:
    answer = counselor.post("/documents/bulk", {"student_id": [str(ids["Bea"]), str(ids["Rosa"])]})
    run_tasks()
    rows = counselor.get(str(answer.headers["Location"])).select("tbody tr")
    assert [row.th.get_text() for row in rows] == ["Ortiz, Bea", "Ibarra, Rosa"]


@pytest.mark.parametrize("given", [{}, {"student_id": "no id"}])
def test_a_post_that_cannot_be_printed_says_what_to_do(
    counselor: PageClient, ids: dict[str, UUID], given: dict[str, str]
) -> None:
    answer = counselor.post("/documents/bulk", given, status=422)
    assert "Nothing was printed" in answer.text
    assert "hoose" in answer.text


def test_a_student_elsewhere_cannot_be_printed(counselor: PageClient, ids: dict[str, UUID]) -> None:
    counselor.post("/documents/bulk", {"student_id": str(ids["Cam"])}, status=404)


def test_a_run_of_another_district_is_not_found(
    client_for: Callable[..., PageClient],
    counselor: PageClient,
    other_district: SmallDistrict,
    ids: dict[str, UUID],
) -> None:
    url = asked(counselor, "/rosters/2027")
    stranger = client_for(Role.DISTRICT_DIRECTOR, other_district)
    assert stranger.client.get(url).status_code == 404
    assert stranger.client.get(f"{url}/file").status_code == 404
    stranger.post(f"{url}/resume", {}, status=404)
