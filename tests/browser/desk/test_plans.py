"""A conference: what was agreed, what was said, for whom to read, and the time it took."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.steps import COUNSELOR, DIRECTOR, ROSTER
from tests.browser.driver import follow, violations

pytestmark = pytest.mark.browser


def test_a_conference_leaves_an_action_notes_and_a_line_in_the_time_log(
    sign_in: Callable[[str], Page], scripted: bool
) -> None:
    agreed = f"Bring the college transcript, {'clicked' if scripted else 'sent'}"
    page = sign_in(COUNSELOR)
    page.goto(f"{ROSTER}?state=not_met")
    follow(page.locator("[data-row-link]").last)
    student = page.url
    follow(page.get_by_role("link", name="Plan and notes").first)
    follow(page.get_by_role("button", name="Plan it"))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("What is to be done").fill(agreed)
    page.get_by_label("By when").fill("2027-02-10")
    follow(page.get_by_role("button", name="Plan it"))
    row = page.get_by_role("row").filter(has_text=agreed)
    expect(row).to_contain_text("02/10/2027")
    follow(row.get_by_role("link", name="Change"))
    page.get_by_label("State").select_option("under_way")
    follow(page.get_by_role("button", name="Save"))
    expect(row).to_contain_text("Under way")

    page.get_by_label("Minutes").fill("35")
    page.get_by_label("Shared note").fill("Wants to study nursing.")
    page.get_by_label("Note for yourself").fill("Call again before the break.")
    follow(page.get_by_role("button", name="Keep"))
    expect(page.locator(".notes")).to_contain_text("Call again before the break.")
    if scripted:
        assert violations(page) == []
    follow(page.get_by_role("link", name="My time log"))
    expect(page.get_by_role("table", name="Entries of the log")).to_contain_text("35")

    page.context.clear_cookies()
    sign_in(DIRECTOR)
    page.goto(f"{student}/plan")
    expect(page.locator(".notes")).to_contain_text("Wants to study nursing.")
    expect(page.locator(".notes")).not_to_contain_text("Call again")
