"""The bonus as a director works with it: suppose something, keep it, load the state's list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import violations
from tests.browser.test_journey import COUNSELOR, DIRECTOR, PATIENCE

pytestmark = pytest.mark.browser

CLASS = 2027
LIST = b"""Final list

STUDENT KEY,LAST,FIRST,BORN,RESULT
0999999999,Nobody,Knows,01/02/2009,Met
"""


def test_a_supposition_moves_the_figures_in_place_and_is_kept(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(DIRECTOR)
    page.get_by_role("link", name="Bonus").first.click()
    page.get_by_role("link", name="What if").first.click()
    page.wait_for_url("**/what-if")
    address = page.url
    assert violations(page) == []

    rate = page.get_by_label("Enrollment rate")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        rate.fill("60")
        rate.blur()
    expect(page.locator("#outlook")).to_contain_text("60 of 100 enroll in college")
    assert page.url == address

    boxes = page.get_by_role("checkbox")
    if boxes.count():
        boxes.first.check()
        expect(page.locator("#outlook")).to_contain_text("1 marked student meets it")
    page.get_by_label("Name of the scenario").fill("Sixty of a hundred")
    page.get_by_role("button", name="Keep as new").click()
    page.wait_for_url("**/scenarios/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sixty of a hundred")
    assert violations(page) == []
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("main")).to_contain_text("It can be restored")


def test_a_list_of_unknown_layout_is_mapped_loaded_and_taken_back(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(DIRECTOR)
    page.goto(f"/bonus/{CLASS}/state")
    page.get_by_label("Final list").check()
    file = {"name": "final.csv", "mimeType": "text/csv", "buffer": LIST}
    page.locator("input[type=file]").set_input_files(files=[file])
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/state-lists/*")
    assert violations(page) == []

    page.get_by_label("Texas Unique ID").select_option("STUDENT KEY")
    page.get_by_label("Met the bonus (any path)").select_option("RESULT")
    page.get_by_role("button", name="Show the first rows").click()
    expect(page.get_by_role("table")).to_contain_text("Yes")
    page.get_by_role("button", name="Load").click()
    expect(page.get_by_role("main")).to_contain_text("Not in our records", timeout=PATIENCE)
    assert violations(page) == []

    page.get_by_role("link", name="Decide whom they are about").click()
    page.get_by_label("Nobody of ours").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("main")).to_contain_text("No row waits")
    assert violations(page) == []
    page.get_by_role("link", name="See the differences").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("main")).to_contain_text("does not count any more")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("main")).to_contain_text("deleted")


def test_a_counselor_walks_the_list_of_the_own_campus(sign_in: Callable[[str], Page]) -> None:
    page = sign_in(COUNSELOR)
    page.get_by_role("link", name="Bonus").first.click()
    page.wait_for_url("**/students?step=any")
    expect(page.get_by_role("main")).not_to_contain_text("$")
    page.get_by_role("main").get_by_role("link", name="College enrollment").first.click()
    page.wait_for_url("**step=enrollment**")
    expect(page.locator(".chip-bar__sentence")).to_contain_text("college enrollment")
