"""Printing for a whole list as a counselor does it: chosen on the roster, followed, saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import violations
from tests.browser.test_journey import COUNSELOR, PATIENCE

pytestmark = pytest.mark.browser


def test_letters_for_a_list_are_printed_in_spanish_and_saved_as_one_file(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(COUNSELOR)
    page.goto("/rosters/2027?state=not_met")
    page.get_by_role("button", name="Choose all").click()
    expect(page.locator("[data-ticks-count]")).not_to_have_text("Nobody chosen")
    page.locator("details.bulk-print summary").click()
    page.locator("details.bulk-print").get_by_label("What").select_option("family_letter")
    page.locator("details.bulk-print").get_by_label("Language").select_option("es")
    assert violations(page) == []
    page.locator("details.bulk-print").get_by_role("button", name="Print").click()
    page.wait_for_url("**/documents/bulk/**")
    expect(page.get_by_role("heading", name="The file is ready")).to_be_visible(timeout=PATIENCE)
    assert violations(page) == []
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download the PDF").click()
    assert saved.value.suggested_filename == "student-documents.pdf"


def test_a_letter_carries_the_counselors_own_sentence(sign_in: Callable[[str], Page]) -> None:
    page = sign_in(COUNSELOR)
    page.goto("/rosters/2027")
    page.locator("[data-row-link]").first.click()
    page.get_by_text("Letter to the family", exact=True).click()
    page.get_by_label("A sentence of your own").fill("Call me any morning.")
    page.get_by_role("button", name="Print letter", exact=True).click()
    expect(page.get_by_role("heading", name="The letter to the family is ready")).to_be_visible(
        timeout=PATIENCE
    )
    assert violations(page) == []
