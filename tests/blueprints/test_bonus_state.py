"""The state's lists through the pages, as a person loads them, with script and without."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import pytest
from bs4 import BeautifulSoup

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.bonus.graduating import BY_COLLEGE, CLASS, graduate

HEAD = "TX_UNIQUE_ID,LAST NAME,FIRST NAME,DOB,CCMR OB MET"
ROSA = "0123456789,Ibarra,Rosa,09/14/2008,1"
STRANGER = "0999999999,Ibarra,Rosa,,1"
STATE = f"/bonus/{CLASS}/state"


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict) -> UUID:
    found = graduate(
        desk, district.north, "Rosa", state="met", paths=BY_COLLEGE, state_unique_id="0123456789"
    )
    desk.session.commit()
    return found


def text_of(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split())


def sent(*rows: str, edition: str = "final", name: str = "final.csv") -> dict[str, object]:
    content = "\n".join([HEAD, *rows]).encode()
    return {"edition": edition, "file": (BytesIO(content), name)}


def columns(page: BeautifulSoup) -> dict[str, str]:
    """The mapping that a page proposes, as a browser would send it."""
    chosen = {}
    for select in page.select("form select"):
        option = select.select_one("option[selected]")
        chosen[str(select["name"])] = str(option["value"]) if option else ""
    return chosen


def uploaded(director: PageClient, *rows: str, edition: str = "final") -> str:
    answer = director.post(f"/bonus/{CLASS}/state-lists", sent(*rows, edition=edition))
    return str(answer.headers["Location"])


def loaded(
    director: PageClient, run_tasks: Callable[[], None], *rows: str, edition: str = "final"
) -> str:
    address = uploaded(director, *rows, edition=edition)
    director.post(f"{address}/columns", columns(director.get(address)))
    director.post(f"{address}/load")
    run_tasks()
    return address


def test_the_first_rows_stand_there_interpreted_before_anything_is_loaded(
    director: PageClient, rosa: UUID
) -> None:
    page = director.get(uploaded(director, ROSA))
    assert columns(page)["met"] == "CCMR OB MET"
    cells = [
        cell.get_text(strip=True) for cell in page.select("tbody tr")[0].find_all(["th", "td"])
    ]
    assert cells == ["Ibarra, Rosa", "0123456789", "09/14/2008", "Yes", ""]
    assert "Not loaded yet" in text_of(page)
    assert not page.select_one('form[action$="/load"]')


def test_a_mapping_that_cannot_work_says_what_it_lacks(director: PageClient, rosa: UUID) -> None:
    address = uploaded(director, ROSA)
    page = director.post_page(f"{address}/columns", {"met": "DOB"}, status=422)
    assert "who" in text_of(page)


def test_a_list_is_loaded_compared_and_undone(
    director: PageClient, rosa: UUID, run_tasks: Callable[[], None]
) -> None:
    address = loaded(director, run_tasks, ROSA)
    page = director.get(address)
    assert "No difference" in text_of(page)
    assert "1 student the same on both sides, 0 different" in text_of(page)
    director.post(f"{address}/undo")
    assert "does not count any more" in text_of(director.get(address))
    assert "Undone" in text_of(director.get(STATE))
    director.post(f"{address}/discard")
    director.get(address, status=404)


def test_while_it_is_loaded_its_progress_stands_there(
    director: PageClient, rosa: UUID, run_tasks: Callable[[], None]
) -> None:
    address = uploaded(director, ROSA)
    director.post(f"{address}/columns", columns(director.get(address)))
    director.post(f"{address}/load")
    assert "Loading the state's list" in text_of(director.get(address))
    fragment = director.fragment(address)
    assert "matched with our students" in fragment.get_text()
    run_tasks()
    over = director.client.get(address, headers={"HX-Request": "true"})
    assert over.headers["HX-Redirect"] == address
    assert over.data == b""


def test_a_kept_mapping_is_proposed_for_the_next_list(director: PageClient, rosa: UUID) -> None:
    address = uploaded(director, ROSA)
    proposed = {**columns(director.get(address)), "first_name": ""}
    director.post(f"{address}/columns", {**proposed, "keep_as": "TEA 2025"})
    page = director.get(uploaded(director, ROSA, edition="early"))
    assert "“TEA 2025” fits this file" in text_of(page)
    assert columns(page)["first_name"] == ""


def test_a_row_that_waits_is_decided_by_a_person(
    director: PageClient, rosa: UUID, run_tasks: Callable[[], None]
) -> None:
    address = loaded(director, run_tasks, STRANGER)
    assert "1 row found no certain student" in text_of(director.get(address))
    page = director.get(f"{address}/waiting")
    form = page.select_one('form[action*="/rows/"]')
    choices = [str(box["value"]) for box in form.select('input[name="student"]')]
    assert choices == [str(rosa), "nobody"]
    where = str(form["action"])
    director.post_page(where, {"student": ""}, status=422)
    director.post(where, {"student": str(rosa)})
    assert "No row waits" in text_of(director.get(f"{address}/waiting"))
    assert "0 different" in text_of(director.get(address))
    director.post(f"{where}/reopen")
    assert "1 wait for a decision" in text_of(director.get(STATE))


def test_a_difference_is_decided_with_a_note(
    director: PageClient, rosa: UUID, run_tasks: Callable[[], None]
) -> None:
    address = loaded(director, run_tasks, ROSA.replace(",1", ",0"))
    page = director.get(f"{address}?cause=unexplained")
    assert "Unexplained" in text_of(page)
    about = str(page.select_one('input[name="about"]')["value"])
    body = {"about": about, "decision": "ours", "note": "sent to the state", "cause": "unexplained"}
    director.post(f"{address}/differences", body)
    told = text_of(director.get(address))
    assert "We are right: ask for a correction" in told
    assert "sent to the state" in told
    assert "1 of 1 decided" in told
    director.post_page(f"{address}/differences", {"about": "7"}, status=422)
    director.post_page(f"{address}/differences", {"about": about, "decision": "x"}, status=422)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_differences_can_be_taken_away(
    director: PageClient, rosa: UUID, run_tasks: Callable[[], None], kind: str
) -> None:
    address = loaded(director, run_tasks, ROSA.replace(",1", ",0"))
    href = director.get(address).select_one(f'a[href*="format={kind}"]')["href"]
    answer = director.client.get(href)
    assert answer.status_code == 200
    assert "bonus-differences-class-of-2025" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "file", [(BytesIO(b"one column\nonly\n"), "a.csv"), (BytesIO(b"%PDF-1"), "a.pdf")]
)
def test_a_file_that_is_no_table_is_told_what_was_expected(
    director: PageClient, file: tuple[BytesIO, str]
) -> None:
    file[0].seek(0)
    body = {"edition": "final", "file": (BytesIO(file[0].getvalue()), file[1])}
    page = director.post_page(f"/bonus/{CLASS}/state-lists", body, status=422)
    assert "expected" in page.select_one("#file-mistake").get_text()


def test_without_a_file_nothing_is_uploaded(director: PageClient) -> None:
    page = director.post_page(f"/bonus/{CLASS}/state-lists", {"edition": "final"}, status=422)
    assert "Choose the list" in page.select_one("#file-mistake").get_text()


# Totals


def figures_of_report(**given: str) -> dict[str, str]:
    usual = {
        "edition": "final",
        "document": "Final OB, May 2026",
        "economically_disadvantaged.graduates": "473",
        "economically_disadvantaged.met": "120",
        "economically_disadvantaged.above": "68",
    }
    return {**usual, **given}


def test_a_report_shows_which_rounding_reproduces_it_and_leads_to_setting_it(
    director: PageClient, rosa: UUID
) -> None:
    where = f"/bonus/{CLASS}/state-totals"
    director.post(where, figures_of_report(**{"economically_disadvantaged.above": "67"}))
    page = director.get(STATE)
    link = page.select_one('main a[href*="report="]')
    assert link is not None
    assert "rounded up to the next whole graduate" in text_of(page)
    form = director.get(str(link["href"]))
    assert form.select_one('input[name="rounding"][value="ceil"]').has_attr("checked")
    reason = "Final OB, May 2026 (final list, class of 2025)"
    assert form.select_one('input[name="reason"]')["value"] == reason
    director.get("/bonus/settings?report=00000000-0000-4000-8000-000000000000", status=404)
    director.post(
        "/bonus/settings", {"rounding": "ceil", "rate": "", "reason": "Final OB, May 2026"}
    )
    assert "That is what the district has set" in text_of(director.get(STATE))


def test_a_report_that_two_ways_reproduce_settles_nothing(director: PageClient, rosa: UUID) -> None:
    director.post(f"/bonus/{CLASS}/state-totals", figures_of_report())
    assert "so it settles nothing" in text_of(director.get(STATE))


def test_a_masked_figure_is_shown_as_masked(director: PageClient, rosa: UUID) -> None:
    director.post(f"/bonus/{CLASS}/state-totals", figures_of_report())
    page = director.get(STATE)
    assert "masked" in text_of(page)
    withdraw = page.select_one('form[action$="/withdraw"]')["action"]
    director.post(str(withdraw))
    assert "No report is entered" in text_of(director.get(STATE))


def test_a_figure_that_cannot_be_is_told_beside_its_field(director: PageClient) -> None:
    body = figures_of_report(**{"economically_disadvantaged.met": "999"})
    page = director.post_page(f"/bonus/{CLASS}/state-totals", body, status=422)
    field = page.select_one("#economically_disadvantaged-met")
    assert field["aria-invalid"] == "true"
    assert field["value"] == "999"


def test_a_counselor_has_no_part_in_it(client_for: Callable[..., PageClient]) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    counselor.get(STATE, status=403)
    counselor.get(f"/bonus/{CLASS}/state-totals", status=403)
