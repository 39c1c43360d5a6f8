"""Watch lists: a filter that stays live, students that stay chosen, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.steps import COUNSELOR, ROSTER, tick
from tests.browser.driver import follow, violations

pytestmark = pytest.mark.browser


def test_a_filter_and_chosen_students_are_kept_renamed_and_brought_back(
    sign_in: Callable[[str], Page], scripted: bool
) -> None:
    live, fixed = f"Live {scripted}", f"Fixed {scripted}"
    page = sign_in(COUNSELOR)
    page.goto(f"{ROSTER}?state=not_met")
    told = page.locator(".chip-bar__sentence").inner_text()
    page.get_by_text("Save as watch list").click()
    page.get_by_label("Name of the list").fill(live)
    follow(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("main")).to_contain_text("Saved.")

    chosen = tick(page, 2)
    page.get_by_label("Name of the new list").fill(fixed)
    follow(page.get_by_role("button", name="Add", exact=True))
    expect(page.locator(".chip-bar__sentence")).to_contain_text(f"on the list “{fixed}”")
    assert page.locator("[data-row-link]").all_inner_texts() == chosen
    page.locator("tbody .roster-tick").first.uncheck()
    page.locator("tbody .roster-tick").first.check()
    if not scripted:
        page.locator("tbody .roster-tick").last.check()
    follow(page.get_by_role("button", name="Take off this list"))
    expect(page.get_by_role("main")).to_contain_text("No student fits")

    page.goto("/lists")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=live, exact=True))
    row.get_by_label(f"New name of {live}").fill(f"{live} now")
    follow(row.get_by_role("button", name=f"Rename {live}"))
    follow(page.get_by_role("link", name=f"{live} now", exact=True))
    expect(page.locator(".chip-bar__sentence")).to_have_text(told)
    page.goto("/lists")
    if scripted:
        assert violations(page) == []
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=fixed, exact=True))
    follow(row.get_by_role("button", name=f"Delete {fixed}"))
    expect(page.get_by_role("link", name=fixed, exact=True)).to_have_count(0)
    follow(page.get_by_role("button", name=f"Bring back {fixed}"))
    expect(page.get_by_role("link", name=fixed, exact=True)).to_be_visible()
