"""Every page, for every role: as axe sees it, wide and narrow, light and dark.

Most are found by their links, in the district of the demonstration. Whatever no link leads to there
is opened in a small district that has one of each thing. The pictures are kept under
`build/screenshots`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.orm import Session, sessionmaker

from careercraft.demo import load as demo
from careercraft.privacy.keys import MasterKey
from tests.browser.driver import DESKTOP, PHONE, take_picture, violations
from tests.browser.opening import Opened, open_others
from tests.browser.walk import Stop, Walked, walk, ways_of_people
from tests.seed import PASSWORD

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
FEWEST_PAGES = 80
FEWEST_OFFERS = 100
NOT_MADE = "a file that work in the background makes; without it there is nothing to send"
NOT_OPENED = {
    "bonus.differences_file": NOT_MADE,
    "documents.download_run": NOT_MADE,
    "incidents.letters_file": NOT_MADE,
    "oversight.download_room": NOT_MADE,
    "papers.picture": NOT_MADE,
    "programs.artifact": "a file that was handed in, as it is",
    "programs.download_report": NOT_MADE,
    "records.download_packet": NOT_MADE,
    "files.missing": "stands only beside a roster that lacks students of the one before",
    "files.export_missing": "the same as a file",
    "retention.deletion": "stands only where a family has asked for deletion and may have it",
}
"""What answers to nobody here, and why; each has its tests beside its blueprint."""
ONCE_PRINTED = {"documents.download"}
"""Answers once the worker has printed the demonstration's plans, which the walk does not await."""


@pytest.fixture(scope="module")
def walked(app: Flask, cast: demo.Loaded) -> Walked:
    """The walk along the links, once for the tests of this file."""
    return walk(app)


@pytest.fixture(scope="module")
def others(
    app: Flask,
    walked: Walked,
    factory: sessionmaker[Session],
    master: MasterKey,
    tmp_path_factory: pytest.TempPathFactory,
) -> Opened:
    """What no link led to, opened where there is one of each thing."""
    files = tmp_path_factory.mktemp("small")
    return open_others(app, walked.reached, factory, master, files)


def test_no_link_leads_a_person_astray(walked: Walked, others: Opened) -> None:
    assert len(walked.stops) >= FEWEST_PAGES
    assert [*walked.wrong, *others.wrong] == []


def test_the_pages_offer_much_that_can_be_done(walked: Walked) -> None:
    assert len(set(walked.offers)) >= FEWEST_OFFERS


def test_everything_that_a_person_can_open_is_opened(
    app: Flask, walked: Walked, others: Opened
) -> None:
    not_opened = ways_of_people(app) - walked.reached - others.reached
    assert sorted(not_opened - ONCE_PRINTED) == sorted(NOT_OPENED)


def test_every_page_that_a_link_leads_to_holds_to_the_guidelines_at_both_widths(
    walked: Walked, sign_in: Callable[..., Page]
) -> None:
    assert look_at_each(walked.stops, lambda stop: sign_in(stop.email)) == []


def test_every_other_page_holds_to_the_guidelines_at_both_widths(
    others: Opened, page: Page, sign_in: Callable[..., Page]
) -> None:
    def signed_in(stop: Stop) -> Page:
        return sign_in(stop.email, PASSWORD) if stop.email else page

    assert look_at_each(others.stops, signed_in) == []


def look_at_each(stops: list[Stop], signed_in: Callable[[Stop], Page]) -> list[str]:
    """What is wrong with the pages, each looked at by its person."""
    wrong = []
    for _, found_by_one in groupby(sorted(stops), key=lambda stop: stop.role):
        mine = list(found_by_one)
        page = signed_in(mine[0])
        for stop in mine:
            wrong += look(page, stop)
        page.context.clear_cookies()
    return wrong


def look(page: Page, stop: Stop) -> list[str]:
    """One page, wide and light, then narrow and dark."""
    wrong = []
    show(page, DESKTOP, "light")
    page.goto(stop.url)
    for width, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
        show(page, width, scheme)
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
            found.append("scrolls sideways")
        wrong += [f"{stop.endpoint} at {width}, {scheme}: {one}" for one in found]
        take_picture(page, PICTURES / f"{stop.endpoint}-{stop.role}-{width}-{scheme}.png")
    return wrong


def show(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
