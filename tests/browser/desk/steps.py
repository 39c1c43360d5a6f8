"""Steps that several journeys take."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import follow

DIRECTOR = "yvonne.mercer@cottonwoodbend.example"
COUNSELOR = "teresa.alvarado@cottonwoodbend.example"
ROSTER = "/rosters/2027"
PATIENCE = 60_000
AT_ONCE = 250


def tick(page: Page, how_many: int) -> list[str]:
    """Tick the first rows of a roster; whose they are."""
    ticks = page.locator("tbody .roster-tick")
    for number in range(how_many):
        ticks.nth(number).check()
    return page.locator("[data-row-link]").all_inner_texts()[:how_many]


def choose_all(page: Page, scripted: bool) -> None:
    """Choose everybody who fits the filter of a roster."""
    if scripted:
        with page.expect_response("**/who-fits"):
            page.get_by_role("button", name="Choose all").click()
    else:
        page.get_by_label("With", exact=True).select_option("all")


def wait_for_heading(page: Page, words: str, scripted: bool) -> None:
    """Wait until the page says so: by itself with script, by looking again without.

    The work may be done before its page is first drawn: then there is nothing to look at again.
    """
    heading = page.get_by_role("heading", name=words)
    again = page.get_by_role("link", name="Refresh")
    if not scripted:
        for _ in range(PATIENCE // AT_ONCE):
            expect(heading.or_(again).first).to_be_visible(timeout=PATIENCE)
            if heading.count():
                break
            page.wait_for_timeout(AT_ONCE)
            follow(again)
    expect(heading).to_be_visible(timeout=PATIENCE)


def saved(page: Page, button: Locator) -> Path:
    """What a button hands over as a file."""
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path())


def figure(page: Page, words: str) -> int:
    """The number of the figure with these words under it."""
    text = page.locator(".figure-row li").filter(has_text=words).inner_text()
    found = re.search(r"\d+", text)
    assert found, text
    return int(found.group())
