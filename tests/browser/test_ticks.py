"""Ticks of a roster as a counselor makes them: page after page, filter after filter, tab by tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from careercraft.blueprints.rosters import pages
from careercraft.services.rosters import reading
from tests.browser.driver import violations
from tests.browser.test_journey import COUNSELOR

pytestmark = pytest.mark.browser

ROSTER = "/rosters/2027"


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five rows a page, so that the small cast has several."""
    for place in (reading, pages):
        monkeypatch.setattr(place, "ROWS_PER_PAGE", 5)


@pytest.fixture
def page(page: Page, short_pages: None) -> Page:
    return page


def ticks(page: Page) -> Locator:
    return page.locator("tbody .roster-tick")


def count(page: Page) -> Locator:
    return page.locator("[data-ticks-count]")


def turn(page: Page) -> None:
    page.get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2**")
    expect(page.locator(".pager__place")).to_contain_text("Page 2")


def test_ticks_outlast_pages_orders_filters_reloads_and_a_look_at_a_student(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(COUNSELOR)
    page.goto(ROSTER)
    expect(count(page)).to_have_text("Nobody chosen")
    ticks(page).nth(0).check()
    ticks(page).nth(3).click(modifiers=["Shift"])
    expect(count(page)).to_have_text("4 chosen, on this page")
    turn(page)
    page.locator("[data-row-link]").first.focus()
    page.keyboard.press("x")
    expect(count(page)).to_have_text("5 chosen, 1 of them on this page")
    page.get_by_role("link", name="Student", exact=True).click()
    page.wait_for_url("**descending=1**")
    expect(count(page)).to_contain_text("5 chosen")
    page.locator(".status-tabs").get_by_role("link", name="Not met").click()
    page.wait_for_url("**state=not_met**")
    expect(count(page)).to_contain_text("5 chosen")
    page.locator("[data-row-link]").first.click()
    page.wait_for_url("**/students/**")
    page.go_back()
    expect(count(page)).to_contain_text("5 chosen")
    page.reload()
    expect(count(page)).to_contain_text("5 chosen")
    assert violations(page) == []
    page.get_by_role("button", name="Choose nobody").click()
    expect(count(page)).to_have_text("Nobody chosen")
    expect(count(page)).to_be_focused()


def test_everybody_of_two_filters_goes_into_one_file_and_no_id_into_an_address(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(COUNSELOR)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{ROSTER}?state=met")
    page.get_by_label("Tick everybody on this page").check()
    chosen = ticks(page).evaluate_all("boxes => boxes.map(box => box.value)")
    page.goto(f"{ROSTER}?state=not_met")
    page.get_by_role("button", name="Choose all").click()
    told = page.locator(".status-tabs [aria-current] .status-tabs__count").inner_text()
    everybody = len(chosen) + int(told)
    expect(count(page)).to_contain_text(f"{everybody} chosen")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the chosen students as CSV").click()
    assert f"chosen by hand: {everybody} students" in saved.value.path().read_text("utf-8-sig")
    assert not [url for url in asked if any(id_ in url for id_ in chosen)]


def test_two_tabs_choose_for_themselves_and_signing_out_forgets(
    sign_in: Callable[[str], Page], context: BrowserContext
) -> None:
    page = sign_in(COUNSELOR)
    page.goto(ROSTER)
    ticks(page).first.check()
    other = context.new_page()
    other.goto(ROSTER)
    expect(count(other)).to_have_text("Nobody chosen")
    ticks(other).nth(1).check()
    page.reload()
    expect(count(page)).to_have_text("1 chosen, on this page")
    other.close()
    assert page.evaluate("Object.values(sessionStorage).join().length") < 200, "one id, no more"
    page.get_by_text("Account").first.click(force=True)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    assert (
        page.evaluate("Object.keys(sessionStorage).filter(name => name.startsWith('ticks'))") == []
    )
