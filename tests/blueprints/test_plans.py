"""A student's plan and the time log, as the browser sees them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import seniors


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def owner_of(page: BeautifulSoup) -> str:
    return str(page.select_one("#owner option[selected]")["value"])


def planned(counselor: PageClient, student_id: UUID, what: str = "Retake the SAT") -> str:
    """Plan an action as a person would; returns the address of its form."""
    address = f"/students/{student_id}/plan"
    body = {"what": what, "indicator": "tsi", "owner": owner_of(counselor.get(address))}
    counselor.post(f"{address}/actions", body | {"state": "planned", "due_on": "2026-12-05"})
    link = counselor.get(address).select_one("a[href*='change=']")
    return str(link["href"])


def test_the_plan_sets_what_is_planned_beside_what_is_met(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    planned(counselor, ids["Rosa"])
    page = counselor.get(f"/students/{ids['Rosa']}/plan")
    tsi = page.find("th", string="TSI").find_parent("tr").get_text(" ")
    assert "Not met" in tsi
    assert "12/05/2026" in tsi
    assert "retake the SAT; 10 points more" in page.select_one(".plan-shortest").get_text()


def test_the_student_page_leads_to_the_plan_and_says_how_much_is_open(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    planned(counselor, ids["Rosa"])
    link = counselor.get(f"/students/{ids['Rosa']}").select_one("a[href$='/plan']")
    assert link.get_text(strip=True).startswith("Plan and notes (1 open")


def test_an_action_begins_at_the_indicator_that_was_chosen(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}/plan?indicator=ibc")
    assert page.select_one("#indicator option[selected]")["value"] == "ibc"


def test_an_action_without_words_is_asked_for_again_and_nothing_is_lost(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    address = f"/students/{ids['Rosa']}/plan"
    owner = owner_of(counselor.get(address))
    body = {"what": "", "owner": owner, "indicator": "ibc", "due_on": "soon", "state": "planned"}
    page = counselor.post_page(f"{address}/actions", body, status=422)
    told = page.select_one(".summary").get_text(" ")
    assert "Write what is to be done." in told
    assert "Write a day as month, day and year." in told
    assert page.select_one("#indicator option[selected]")["value"] == "ibc"


def test_a_person_who_was_slower_sees_both_and_decides(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    change = planned(counselor, ids["Rosa"])
    form = counselor.get(change).select_one("#action-form")
    body = {
        "what": "Sit the TSIA2",
        "indicator": "tsi",
        "owner": str(form.select_one("#owner option[selected]")["value"]),
        "state": "under_way",
        "revision": "1",
    }
    counselor.post(str(form["action"]), body)
    page = counselor.post_page(str(form["action"]), body | {"what": "Sit the ACT"}, status=422)
    assert "Somebody else changed this action" in page.select_one(".notice--warn").get_text()
    assert "Sit the TSIA2" in page.select_one(".notice--warn").get_text()
    assert page.select_one("#what")["value"] == "Sit the ACT"
    again = body | {"what": "Sit the ACT", "revision": str(page.select_one("#revision")["value"])}
    counselor.post(str(form["action"]), again)


def test_the_consequence_of_each_kind_of_note_is_said_where_it_is_written(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}/plan")
    assert "the family may inspect it" in page.select_one("#shared-hint").get_text()
    assert "may have to show it to the family" in " ".join(
        page.select_one("#own-hint").get_text().split()
    )


def test_a_conference_keeps_notes_and_time_in_one_step(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    address = f"/students/{ids['Rosa']}/plan"
    body = {"held_on": "2026-11-02", "minutes": "25", "category": "individual_planning"}
    counselor.post(f"{address}/conferences", body | {"shared": "Wants to be a nurse."})
    note = counselor.get(address).select_one(".note").get_text(" ")
    assert "Wants to be a nurse." in note
    log = counselor.get("/time-log")
    assert "25" in log.find("th", string="11/02/2026").find_parent("tr").get_text()
    assert f"/students/{ids['Rosa']}/plan" in str(log)


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({"held_on": "2026-11-02"}, "Write a note, or the minutes"),
        ({"held_on": "2999-01-01", "shared": "x"}, "The day lies ahead."),
        ({"held_on": "2026-11-02", "minutes": "many"}, "Write whole minutes"),
        ({"held_on": "2026-11-02", "minutes": "721"}, "from 1 to 720"),
    ],
)
def test_a_conference_that_cannot_be_kept_says_why(
    counselor: PageClient, ids: dict[str, UUID], entered: dict[str, str], told: str
) -> None:
    body = {"category": "individual_planning"} | entered
    page = counselor.post_page(f"/students/{ids['Rosa']}/plan/conferences", body, status=422)
    assert told in page.select_one(".summary").get_text(" ")


def test_the_time_log_adds_up_and_forgets_what_is_removed(counselor: PageClient) -> None:
    for minutes, category in (("80", "guidance_curriculum"), ("20", "other_duties")):
        body = {"spent_on": "2026-11-02", "minutes": minutes, "category": category}
        counselor.post("/time-log", body)
    page = counselor.get("/time-log")
    assert "80 of 100 (80%) minutes" in " ".join(page.get_text(" ").split())
    remove = page.select("form[action$='/remove']")
    assert len(remove) == 2
    counselor.post(str(remove[0]["action"]))
    assert len(counselor.get("/time-log").select("form[action$='/remove']")) == 1


def test_a_period_that_ends_before_it_begins_is_refused_in_words(counselor: PageClient) -> None:
    page = counselor.get("/time-log?first=2026-11-02&last=2026-11-01", status=422)
    assert "ends before it begins" in page.select_one(".summary").get_text(" ")


def test_a_principal_sees_the_plan_without_its_forms(
    client_for: Callable[..., PageClient], ids: dict[str, UUID]
) -> None:
    page = client_for(Role.CAMPUS_PRINCIPAL).get(f"/students/{ids['Rosa']}/plan")
    assert page.select("form.plan-form") == []


def test_the_page_asks_the_database_a_few_times_however_many_actions_there_are(
    counselor: PageClient,
    ids: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    address = f"/students/{ids['Rosa']}/plan"
    planned(counselor, ids["Rosa"])
    with count_queries() as one:
        counselor.get(address)
    for n in range(5):
        planned(counselor, ids["Rosa"], f"Step {n}")
    with count_queries() as six:
        counselor.get(address)
    assert six.count == one.count
    assert one.count <= 20
