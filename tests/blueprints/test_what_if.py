"""What if, as the browser sees it: every state is an address, nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from careercraft.models import WhatIfRun
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from careercraft.services.supposing import many
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, seniors

MOST_QUERIES = {"student": 20, "set": 22}
ADDED = "kind=SAT&of-math=530&of-on=2026-11-16&add=1"


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def text(page: BeautifulSoup, selector: str) -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def test_what_is_added_stands_in_the_address_and_everything_that_follows_beside_today(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    answer = counselor.client.get(f"/students/{ids['Rosa']}/what-if?{ADDED}")
    assert answer.status_code == 303
    page = counselor.get(answer.headers["Location"])
    assert answer.headers["Location"].endswith("?s=SAT~math~530~on~20261116")
    told = text(page, ".answer__judgement .versus")
    assert "Not met" in told.split("Supposed")[0]
    assert "Met by TSI: both subjects by the SAT." in told.split("Supposed")[1]
    assert "Supposed, not recorded" in text(page, "#suppose")
    assert "Ibarra" not in page.title.get_text()
    assert "open" not in page.select_one(".suppose__add").attrs


def test_a_mistake_is_told_beside_its_field_and_what_was_supposed_stays(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    wrong = "s=associate_degree&kind=SAT&of-math=900&add=1"
    page = counselor.get(f"/students/{ids['Rosa']}/what-if?{wrong}")
    assert "A number from 200 to 800 was expected." in text(page, "form .field--mistaken")
    assert "Associate degree" in text(page, ".chips")
    page = counselor.get(f"/students/{ids['Rosa']}/what-if?kind=SAT&add=1")
    assert "Fill in at least one of the scores." in text(page, ".summary")


def test_a_broken_address_says_what_was_left_out(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}/what-if?s=SAT~math~9999")
    assert "One supposition of this address could not be read" in text(page, ".suppose")


def test_it_becomes_an_action_of_the_plan(counselor: PageClient, ids: dict[str, UUID]) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}/what-if?s=SAT~math~530~on~20261116")
    href = str(page.find("a", string="Add to the plan as an action")["href"])
    plan = counselor.get(href)
    assert plan.select_one("#what")["value"] == "Reach SAT: math 530"


def test_the_bar_of_a_roster_leads_to_the_set_and_the_set_to_its_file(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_id": [str(ids["Rosa"]), str(ids["Bea"])]}
    address = counselor.post(f"/rosters/{CLASS}/what-if", ticked).headers["Location"]
    page = counselor.get(f"{address}&s=more~part~SAT.math~points~10")
    assert "1 of 2 chosen students would become met" in text(page, "#result")
    assert "1 of 2 chosen students have no score on file" in text(page, ".notice--warn")
    file = counselor.client.get(str(page.select_one(".export-links a")["href"]))
    assert file.status_code == 200
    assert "attachment" in file.headers["Content-Disposition"]


def test_nobody_ticked_is_told_on_the_roster(counselor: PageClient, ids: dict[str, UUID]) -> None:
    answer = counselor.post(f"/rosters/{CLASS}/what-if", {"whom": "ticked"})
    assert answer.headers["Location"] == f"/rosters/{CLASS}"


def test_no_address_names_the_ticked_and_nobody_else_finds_them(
    counselor: PageClient, client_for: Callable[..., PageClient], ids: dict[str, UUID]
) -> None:
    ticked = {"whom": "ticked", "student_ids": f"{ids['Rosa']} {ids['Bea']}"}
    address = counselor.post(f"/rosters/{CLASS}/what-if", ticked).headers["Location"]
    assert str(ids["Rosa"]) not in address
    assert "2 chosen students" in counselor.get(address).get_text()
    director = client_for(Role.DISTRICT_DIRECTOR)
    assert director.client.get(address).status_code == 404


def test_a_large_set_is_worked_out_in_the_background_with_progress_and_cancel(
    counselor: PageClient,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 1)
    url = f"/rosters/{CLASS}/what-if"
    page = counselor.get(url)
    form = page.select_one("form[aria-labelledby='suppose-form']")
    assert (form["method"], form["action"]) == ("post", f"{url}/work-out")
    wrong = {"kind": "more", "add": "1", "of-part": "SAT.math", "of-points": "none"}
    page = counselor.post_page(f"{url}/work-out", wrong, status=422)
    assert page.select_one(".summary")

    answer = counselor.post(f"{url}/work-out", wrong | {"of-points": "10"})
    address = answer.headers["Location"]
    assert address.startswith(f"{url}?s=more~part~SAT.math~points~10~on~")
    page = counselor.get(address)
    assert page.select_one(".progress-block--waiting form[action$='/cancel']")
    assert counselor.fragment(address).select_one(".progress-block")
    counselor.post(f"{url}/work-out", {"s": address.partition("?s=")[2]})

    run_tasks()
    answer = counselor.client.get(address, headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"
    page = counselor.get(address)
    assert "1 of 3 chosen students would become met" in text(page, "#result")
    assert "Worked out on" in text(page, ".again")
    file = counselor.client.get(str(page.select_one(".export-links a")["href"]))
    assert "attachment" in file.headers["Content-Disposition"]


def test_a_large_set_that_was_stopped_says_so_and_can_be_asked_for_again(
    counselor: PageClient,
    ids: dict[str, UUID],
    run_tasks: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 1)
    url = f"/rosters/{CLASS}/what-if"
    code = {"s": "more~part~SAT.math~points~10"}
    address = counselor.post(f"{url}/work-out", code).headers["Location"]
    cancel = counselor.get(address).select_one("form[action$='/cancel']")["action"]
    counselor.post(str(cancel), status=302)
    run_tasks()
    page = counselor.get(address)
    assert "The last try was stopped" in text(page, ".notice--warn")
    assert page.select_one(f"main form[action='{url}/work-out'] .button--primary")
    export = counselor.client.get(f"{url}/export?s={code['s']}&format=csv")
    assert export.headers["Location"] == address


def test_a_piece_of_background_work_leads_back_to_its_page(
    counselor: PageClient,
    ids: dict[str, UUID],
    desk: Desk,
    run_tasks: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 1)
    code = {"s": "more~part~SAT.math~points~10", "state": "not_met"}
    address = counselor.post(f"/rosters/{CLASS}/what-if/work-out", code).headers["Location"]
    run_tasks()
    run_id = desk.session.scalars(select(WhatIfRun.id)).one()
    back = str(counselor.client.get(f"/what-if/{run_id}").headers["Location"])
    assert set(back.split("?")[1].split("&")) == set(address.split("?")[1].split("&"))


def test_everybody_ticked_is_told_by_the_filter_and_nobody_by_id(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    fits = counselor.post(f"/rosters/{CLASS}/who-fits", {"state": "not_met"}, status=200).json
    ticked = {"whom": "ticked", "student_ids": " ".join(fits), "state": "not_met"}
    answer = counselor.post(f"/rosters/{CLASS}/what-if", ticked)
    assert answer.headers["Location"] == f"/rosters/{CLASS}/what-if?state=not_met"


def test_a_student_elsewhere_is_in_no_set(counselor: PageClient, ids: dict[str, UUID]) -> None:
    ticked = {"whom": "ticked", "student_id": [str(ids["Dee"]), str(ids["Rosa"])]}
    page = counselor.get(counselor.post(f"/rosters/{CLASS}/what-if", ticked).headers["Location"])
    assert "Ibarra, Rosa" in page.get_text()
    assert "Quiroz" not in page.get_text()


@pytest.mark.parametrize("of", MOST_QUERIES)
def test_the_pages_ask_little_of_the_database(
    counselor: PageClient,
    ids: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
    of: str,
) -> None:
    path = {"student": f"/students/{ids['Rosa']}/what-if", "set": f"/rosters/{CLASS}/what-if"}[of]
    with count_queries() as counted:
        counselor.get(f"{path}?s=SAT~math~530")
    assert counted.count <= MOST_QUERIES[of]
