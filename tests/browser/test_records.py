"""The records officer's day: a request entered, followed, closed; every page of it accessible."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import violations

pytestmark = pytest.mark.browser

OFFICER = "paul.trevino@cottonwoodbend.example"
PATIENCE = 60_000


def test_a_family_asks_to_see_the_record_and_receives_the_packet(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(OFFICER)
    page.get_by_role("searchbox").first.fill("Stone Caleb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Caleb")
    page.get_by_role("link", name="Enter a request").click()
    assert violations(page) == []
    page.get_by_label("What is asked for").select_option("access")
    page.get_by_label("Day it arrived").fill("2026-11-02")
    page.get_by_label("What they ask, in their own words").fill("Please show me everything.")
    page.get_by_label("Who asks").fill("Donna Stone")
    page.get_by_label("How to reach them").fill("1408 Mesquite Lane")
    page.get_by_role("button", name="Enter the request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case")
    case = page.url

    page.get_by_text("Identity verified", exact=True).first.click()
    page.get_by_label("Kind of paper seen").fill("driver license")
    page.get_by_role("button", name="Identity verified").click()
    page.get_by_role("button", name="The person holds the rights").click()
    page.get_by_role("button", name="Begin the review").click()
    assert violations(page) == []
    page.get_by_role("button", name="Prepare the packet").click()
    download = page.get_by_role("link", name="Download the packet")
    expect(download).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as downloaded:
        download.click()
    assert "Caleb" not in downloaded.value.suggested_filename

    page.goto(case)
    page.get_by_role("button", name="The packet is ready to be seen").click()
    while page.get_by_role("button", name="Sent").count():
        page.get_by_role("button", name="Sent").first.click()
    page.get_by_text("Close: seen or handed over", exact=True).first.click()
    page.locator("#hand_over-how").fill("seen at the office")
    page.locator("#hand_over-note").fill("with the mother")
    page.get_by_role("button", name="Close: seen or handed over").click()
    expect(page.get_by_role("heading", name="Closed: done")).to_be_visible()
    assert violations(page) == []
