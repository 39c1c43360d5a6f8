"""A testing day from the first thought to the letters: who sits, where, and what families read."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.steps import COUNSELOR, figure, saved, wait_for_heading
from tests.browser.driver import follow, violations

pytestmark = pytest.mark.browser

CHOSEN = 2


def test_a_day_is_planned_filled_seated_printed_and_told_to_families(
    sign_in: Callable[[str], Page], scripted: bool
) -> None:
    page = sign_in(COUNSELOR)
    page.goto("/testing")
    page.get_by_role("link", name="Plan a testing day").first.click()
    follow(page.get_by_role("button", name="Plan it and see who should sit"))
    expect(page.get_by_role("alert")).to_contain_text("Write the day of the test.")
    page.get_by_label("Day", exact=True).fill("2027-04-14")
    page.get_by_label("Time", exact=False).first.fill("8:15 AM")
    follow(page.get_by_role("button", name="Plan it and see who should sit"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("Who should sit")
    ticks = page.locator("tbody .roster-tick[name=student_id]")
    for number in range(ticks.count()):
        ticks.nth(number).set_checked(number < CHOSEN)
    follow(page.get_by_role("button", name="Put the ticked students on the list"))
    assert figure(page, "On the list") == CHOSEN

    follow(page.get_by_role("link", name="Rooms", exact=True))
    page.get_by_label("Name of room 1").fill("Library")
    page.get_by_label("Seats of room 1").fill("many")
    follow(page.get_by_role("button", name="Save and seat everybody by last name"))
    expect(page.get_by_role("main")).to_contain_text("Write how many can sit")
    page.get_by_label("Seats of room 1").fill("40")
    follow(page.get_by_role("button", name="Save and seat everybody by last name"))
    assert figure(page, "Have a room") == CHOSEN

    follow(page.locator("[data-row-link]").first)
    page.get_by_label("Extended time").check()
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("table")).to_contain_text("Extended time")
    if scripted:
        assert violations(page) == []

    with pikepdf.open(saved(page, page.get_by_role("button", name="Room lists"))) as rooms:
        assert len(rooms.pages) == 1
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Print notices").click()
    wait_for_heading(page, "The file is ready", scripted)
    with pikepdf.open(saved(page, page.get_by_role("link", name="Download the PDF"))) as letters:
        assert len(letters.pages) == CHOSEN
