"""The pages about files: loading, judging the preview, applying, undoing, and the sources."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from bs4 import BeautifulSoup, Tag

from careercraft.imports.rows import SourceFile
from careercraft.privacy.permissions import Role
from careercraft.services.imports.layouts import layouts
from careercraft.services.imports.words import COVERS
from tests.blueprints.loading import load, roster_at, sat_of, upload
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services import uploads

KNOWN = {"state_id": "9900000001"}
STRANGER = {"state_id": "9999999999", "last_name": "Ashdown", "first_name": "Peregrine"}
SPOILT = {"state_id": "9900000002", "math": "900"}
RunTasks = Callable[[], None]


@pytest.fixture
def director(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.DISTRICT_DIRECTOR)


@pytest.fixture
def rostered(director: PageClient, district: SmallDistrict, run_tasks: RunTasks) -> PageClient:
    """The director of a district whose roster is loaded."""
    load(director, run_tasks, roster_at(district.north.number))
    return director


def text_of(page: BeautifulSoup | Tag) -> str:
    return " ".join(page.get_text(" ").split())


def main_of(page: BeautifulSoup) -> Tag:
    main = page.find("main")
    assert isinstance(main, Tag)
    return main


def rows_of(page: BeautifulSoup) -> list[str]:
    table = page.select_one("#batch-rows table tbody")
    return [text_of(row) for row in table.find_all("tr")] if table else []


def figures_of(page: BeautifulSoup) -> dict[str, str]:
    """Label to number, as the row of figures shows them."""
    items = page.select(".figure-row--links li")
    assert items
    found = {}
    for item in items:
        number = item.select_one(".figure__number")
        assert number is not None
        found[text_of(item).removeprefix(number.get_text()).strip()] = number.get_text()
    return found


# Before anything is loaded


def test_an_empty_district_reads_which_file_comes_first(director: PageClient) -> None:
    page = director.get("/files")
    assert "Load the roster first" in text_of(page)
    assert f"0 of {len(COVERS) + 1} sources" in text_of(page)


def test_every_template_of_ours_can_be_downloaded(director: PageClient) -> None:
    links = [str(a["href"]) for a in director.get("/files").select("a[href*=templates]")]
    assert len(links) == sum(one.has_template for one in layouts())
    for href in links:
        answer = director.client.get(href)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "state_unique_id" in answer.text


def test_there_is_no_template_of_a_layout_of_others(director: PageClient) -> None:
    director.get("/files/templates/college_board_sat.csv", status=404)


# Uploading


def test_no_file_chosen_is_said_beside_the_field(director: PageClient) -> None:
    page = director.post_page("/files", status=422)
    mistake = page.select_one("#files-mistake")
    assert mistake is not None
    assert "Choose a file to load." in text_of(mistake)


def test_an_empty_file_is_said_beside_the_field(director: PageClient) -> None:
    page = director.post_page("/files", {"files": [(BytesIO(b""), "none.csv")]}, status=422)
    assert "none.csv: The file is empty." in text_of(page)


def test_the_folder_a_file_came_from_is_not_kept(director: PageClient) -> None:
    address = upload(director, SourceFile("shared/ana/odd.csv", b"a,b\n1,2\n"))
    assert "odd.csv" in text_of(director.get(address))
    assert "ana" not in text_of(main_of(director.get(address)))


def test_while_a_file_waits_its_page_asks_for_itself_and_says_so(
    director: PageClient, district: SmallDistrict
) -> None:
    address = upload(director, roster_at(district.north.number))
    block = director.get(address).select_one(".progress-block")
    assert block is not None
    assert block["hx-get"] == address
    assert "Nothing is written before you apply it" in text_of(director.get(address))
    assert director.fragment(address).select_one("#batch .progress-block") is not None


def test_once_read_the_fragment_is_the_preview_and_asks_no_more(
    director: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    address = upload(director, roster_at(district.north.number))
    run_tasks()
    part = director.fragment(address)
    assert part.select_one('[hx-trigger*="every"]') is None
    assert "Ready to apply" in text_of(part)
    assert part.select_one("[data-announce]") is not None


def test_a_file_of_no_layout_is_refused_with_the_reason_in_full(
    director: PageClient, run_tasks: RunTasks
) -> None:
    address = upload(director, SourceFile("odd.csv", b"Dear colleagues\nhere is the list\n"))
    run_tasks()
    page = text_of(director.get(address))
    assert "This file cannot be read. Nothing was changed." in page
    assert "No separators were found" in page
    assert "Apply" not in page


# The preview


def test_the_preview_counts_rows_and_says_what_each_would_do(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    address = upload(rostered, sat_of(KNOWN, STRANGER, SPOILT))
    run_tasks()
    page = rostered.get(address)
    assert figures_of(page) == {
        "All rows": "3",
        "Would create": "1",
        "Would change": "0",
        "Would leave as is": "0",
        "No student found": "1",
        "Not usable": "1",
    }
    new, unmatched, refused = rows_of(page)
    assert "Ibarra, Rosa" in new
    assert "Found by state ID" in new
    assert "New: SAT on Oct 4, 2025: EBRW 500, math 540." in new
    assert "Ashdown, Peregrine" in unmatched
    assert "as written in the file" in unmatched
    assert "LATEST_SAT_MATH_SECTION" in refused
    assert "“900”" in refused


@pytest.mark.parametrize(
    ("outcome", "expected"), [("create", 1), ("unmatched", 1), ("refused", 1), ("nonsense", 3)]
)
def test_a_figure_leads_to_exactly_its_rows(
    rostered: PageClient, run_tasks: RunTasks, outcome: str, expected: int
) -> None:
    address = upload(rostered, sat_of(KNOWN, STRANGER, SPOILT))
    run_tasks()
    assert len(rows_of(rostered.get(f"{address}?outcome={outcome}"))) == expected


def test_a_filter_swaps_the_rows_alone_and_they_are_those_of_the_page(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    address = upload(rostered, sat_of(KNOWN, STRANGER, SPOILT))
    run_tasks()
    url = f"{address}?outcome=unmatched"
    headers = {"HX-Request": "true", "HX-Target": "batch-rows"}
    part = BeautifulSoup(rostered.client.get(url, headers=headers).text, "html5lib")
    assert part.find("h1") is None
    assert rows_of(part) == rows_of(rostered.get(url))
    assert part.select_one("[data-announce][data-focus-after-swap]") is not None


@pytest.mark.parametrize(("rows", "pages"), [(49, 1), (50, 1), (51, 2)])
def test_rows_are_paged_by_fifty(
    rostered: PageClient, run_tasks: RunTasks, rows: int, pages: int
) -> None:
    address = upload(rostered, sat_of(*[STRANGER] * rows))
    run_tasks()
    first = rostered.get(address)
    assert len(rows_of(first)) == min(rows, 50)
    assert (first.select_one("a[rel=next]") is not None) == (pages > 1)
    last = rostered.get(f"{address}?page={pages}")
    assert len(rows_of(last)) == (rows - 1) % 50 + 1
    assert rows_of(rostered.get(f"{address}?page=99")) == rows_of(last)


def test_the_same_bytes_again_are_pointed_out(rostered: PageClient, run_tasks: RunTasks) -> None:
    first = load(rostered, run_tasks, sat_of(KNOWN))
    second = upload(rostered, sat_of(KNOWN))
    run_tasks()
    page = rostered.get(second)
    assert "This file would change nothing" in text_of(page)
    assert page.select_one(f'a[href="{first}"]') is not None


def test_the_page_of_a_file_asks_as_many_questions_for_fifty_rows_as_for_one(
    rostered: PageClient,
    run_tasks: RunTasks,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    counts = []
    for rows in (1, 50):
        address = upload(rostered, sat_of(*[KNOWN] * rows))
        run_tasks()
        with count_queries() as counted:
            rostered.get(address)
        counts.append(counted.count)
    assert counts[0] >= 5
    assert counts[0] == counts[1]


# Applying, undoing, discarding


def test_applying_writes_and_says_what_and_which_campus_is_judged(
    rostered: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    address = upload(rostered, sat_of(KNOWN))
    run_tasks()
    rostered.post(f"{address}/apply")
    run_tasks()
    page = text_of(rostered.get(address))
    assert "Applied on" in page
    assert "Wrote 1 new result, through Oct 4, 2025. Applied by District Director." in page
    assert "Created" in page


def test_an_unusual_file_is_applied_only_with_the_box_ticked(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    address = upload(rostered, sat_of(KNOWN, *[STRANGER] * 4))
    run_tasks()
    page = rostered.get(address)
    assert "4 of 5 rows found no student." in text_of(page)
    again = rostered.post_page(f"{address}/apply", status=422)
    assert again.select_one("#confirmed-mistake") is not None
    rostered.post(f"{address}/apply", {"confirmed": "y", "reason": "Checked."})
    run_tasks()
    assert "Applied on" in text_of(rostered.get(address))


def test_a_file_of_which_no_row_can_be_used_cannot_be_applied(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    address = upload(rostered, sat_of(STRANGER))
    run_tasks()
    page = rostered.get(address)
    assert "No row of this file can be used" in text_of(page)
    assert page.select(f'form[action="{address}/apply"]') == []
    assert page.select(f'form[action="{address}/discard"]') != []


def test_an_applied_file_is_undone_and_says_that_all_is_as_before(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    address = load(rostered, run_tasks, sat_of(KNOWN))
    rostered.post(f"{address}/undo")
    run_tasks()
    page = text_of(rostered.get(address))
    assert "Undone by District Director" in page
    assert "as they did before this file" in page


def test_a_file_that_a_later_one_built_on_says_which_to_undo_first(
    director: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    roster = load(director, run_tasks, roster_at(district.north.number))
    load(director, run_tasks, sat_of(KNOWN))
    page = director.post_page(f"{roster}/undo", status=409)
    assert "This was not undone." in text_of(page)
    assert "“sat.csv”" in text_of(page)
    with director.client.session_transaction() as cookie:
        assert "_flashes" not in cookie, "a file's name must not go into the cookie"


def test_a_discarded_file_leaves_an_entry_and_nothing_else(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    address = upload(rostered, sat_of(KNOWN))
    run_tasks()
    rostered.post(f"{address}/discard")
    page = rostered.get(address)
    assert "no student was changed" in text_of(page)
    assert rows_of(page) == []
    assert "Discarded" in text_of(rostered.get("/files"))


@pytest.mark.parametrize("step", ["apply", "undo", "discard"])
def test_a_second_click_is_told_that_the_file_has_moved_on(
    rostered: PageClient, run_tasks: RunTasks, step: str
) -> None:
    address = upload(rostered, sat_of(KNOWN))
    run_tasks()
    rostered.post(f"{address}/discard")
    rostered.post(f"{address}/{step}")
    assert "the file has moved on meanwhile" in text_of(rostered.get(address))


def test_who_may_only_read_files_gets_no_buttons(
    rostered: PageClient, client_for: Callable[..., PageClient], run_tasks: RunTasks
) -> None:
    address = upload(rostered, sat_of(KNOWN))
    run_tasks()
    reader = client_for(Role.RECORDS_OFFICER)
    assert main_of(reader.get("/files")).find("form") is None
    page = main_of(reader.get(address))
    assert page.select("form:not(.hand-over__form)") == []
    assert "The CCMR director of the district decides on it" in text_of(page)


# The history


@pytest.mark.parametrize(("uploads_made", "has_older"), [(25, False), (26, True)])
def test_the_history_turns_a_page_after_twenty_five(
    director: PageClient, uploads_made: int, has_older: bool
) -> None:
    for n in range(uploads_made):
        upload(director, SourceFile(f"f{n}.csv", b"a,b\n1,2\n"))
    page = director.get("/files")
    assert len(page.select("[data-row-link]")) == 25
    assert ("Older uploads" in text_of(page)) == has_older
    older = director.get("/files?page=2")
    assert len(older.select("[data-row-link]")) == uploads_made - 25


@pytest.mark.parametrize("page", ["0", "-3", "x", "999"])
def test_a_page_number_that_makes_no_sense_is_no_failure(director: PageClient, page: str) -> None:
    assert "Files" in text_of(director.get(f"/files?page={page}"))


# The sources


def source_row(page: BeautifulSoup, title: str) -> Tag:
    heads = page.select('table th[scope="row"]')
    row = next(th.find_parent("tr") for th in heads if th.get_text(strip=True) == title)
    assert isinstance(row, Tag)
    return row


def test_a_loaded_source_says_through_when_and_by_which_file(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    address = load(rostered, run_tasks, sat_of(KNOWN))
    row = source_row(rostered.get("/files"), "SAT")
    assert "Loaded" in text_of(row)
    assert "Oct 4, 2025" in text_of(row)
    assert row.select_one(f'a[href="{address}"]') is not None
    assert row.find("form") is None, "what is loaded cannot be declared absent"


def test_a_source_is_declared_absent_and_the_word_taken_back(
    director: PageClient, run_tasks: RunTasks
) -> None:
    director.post("/files/sources/ACT/absent")
    run_tasks()
    row = text_of(source_row(director.get("/files"), "ACT"))
    assert "None here" in row
    assert "said by District Director" in row
    director.post("/files/sources/ACT/withdraw")
    run_tasks()
    assert "Not loaded" in text_of(source_row(director.get("/files"), "ACT"))


def test_a_declaration_has_every_campus_judged_anew(director: PageClient) -> None:
    director.post("/files/sources/ACT/absent")
    page = text_of(director.get("/"))
    assert "The rules are being applied" in page
    assert "North High School" in page
    assert "South High School" in page


def test_a_loaded_source_cannot_be_declared_absent_even_by_an_old_form(
    rostered: PageClient, run_tasks: RunTasks
) -> None:
    load(rostered, run_tasks, sat_of(KNOWN))
    rostered.post("/files/sources/SAT/absent")
    assert "files of this kind are loaded" in text_of(rostered.get("/files"))


def test_an_unknown_source_is_not_found(director: PageClient) -> None:
    director.post("/files/sources/crystal-ball/absent", status=404)


def test_columns_left_out_are_named(
    rostered: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    plain = roster_at(district.north.number)
    lines = plain.content.decode().splitlines()
    wider = "\n".join([f"{lines[0]},shoe_size", *(f"{line},9" for line in lines[1:])])
    address = upload(rostered, SourceFile("wide.csv", wider.encode()))
    run_tasks()
    assert "1 column was left out" in text_of(rostered.get(address))
    assert "shoe_size" in text_of(rostered.get(address))


def test_several_files_name_the_file_of_each_row(rostered: PageClient, run_tasks: RunTasks) -> None:
    named = {"fall.csv": "2025-10-04", "spring.csv": "2026-03-04"}
    test = {**KNOWN, "ebrw": "500", "math": "500", "locator": "1"}
    first, second = (uploads.sat([test | {"date": day}], name) for name, day in named.items())
    address = upload(rostered, first, second)
    run_tasks()
    fall, spring = rows_of(rostered.get(address))
    assert "fall.csv" in fall
    assert "spring.csv" in spring


def test_no_more_than_is_loaded_is_said_for_one_campus_and_taken_back(
    director: PageClient, district: SmallDistrict, run_tasks: RunTasks
) -> None:
    there = {"campus": str(district.north.id)}
    load(director, run_tasks, roster_at(district.north.number))
    director.post("/files/sources/IB/absent", there)
    row = text_of(source_row(director.get("/files"), "IB exams"))
    assert "North High School: no more than is loaded, said by District Director" in row
    director.post("/files/sources/IB/withdraw", there)
    assert "no more than is loaded" not in text_of(source_row(director.get("/files"), "IB exams"))


@pytest.mark.parametrize("campus", ["x", "00000000-0000-0000-0000-000000000000"])
def test_nothing_is_said_for_a_campus_that_is_not_there(director: PageClient, campus: str) -> None:
    director.post("/files/sources/IB/absent", {"campus": campus}, status=404)
