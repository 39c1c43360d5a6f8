"""Every page that a link leads to, for every role: as axe sees it, wide and narrow, light and dark.

The pictures are kept under `build/screenshots`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from careercraft.demo.load import logins
from tests.browser.driver import DESKTOP, PHONE, violations
from tests.page import problems_of

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).parents[2] / "build" / "screenshots"
FEWEST_PAGES = 60


class Seen(NamedTuple):
    """What the walk found: pages looked at, addresses that are no pages, what is wrong."""

    pages: set[str]
    others: set[str]
    wrong: list[str]


def test_every_page_holds_to_the_guidelines_at_both_widths(
    app: Flask, sign_in: Callable[[str], Page]
) -> None:
    seen = Seen(set(), set(), [])
    for role, email, _ in logins():
        page = sign_in(email)
        for endpoint, url in _walk(app, page, seen):
            _look(page, endpoint, url, role.lower().replace(" ", "-"), seen)
        page.context.clear_cookies()
    assert len(seen.pages) >= FEWEST_PAGES
    assert not seen.wrong, "\n".join(seen.wrong)


def _walk(app: Flask, page: Page, seen: Seen) -> Iterator[tuple[str, str]]:
    """Each address under which a signed-in person finds a page that was not seen before."""
    waiting, known = ["/"], {"/"}
    while waiting:
        url = waiting.pop(0)
        endpoint = _endpoint(app, url)
        if endpoint is None or (endpoint in seen.pages | seen.others and url != "/"):
            continue
        answer = page.context.request.get(url)
        if not answer.ok:
            seen.wrong.append(f"{endpoint}: a link led to {answer.status}")
        if "text/html" not in answer.headers.get("content-type", "") or "<html" not in (
            text := answer.text()
        ):
            seen.others.add(endpoint)
            continue
        document = BeautifulSoup(text, "html5lib")
        seen.wrong.extend(f"{endpoint}: {one}" for one in problems_of(document))
        fresh = [a["href"] for a in document.find_all("a", href=True) if a["href"] not in known]
        known.update(fresh)
        waiting += [href for href in fresh if href.startswith("/")]
        landed = _endpoint(app, urlsplit(answer.url).path)
        if answer.ok and landed is not None and landed not in seen.pages:
            yield landed, answer.url
        seen.pages.add(endpoint)


def _look(page: Page, endpoint: str, url: str, role: str, seen: Seen) -> None:
    """One page, wide and light, then narrow and dark."""
    seen.pages.add(endpoint)
    for width, scheme in ((DESKTOP, "light"), (PHONE, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(url)
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
            found.append("scrolls sideways")
        seen.wrong.extend(f"{endpoint} at {width}, {scheme}: {one}" for one in found)
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{endpoint}-{role}-{width}-{scheme}.png", full_page=True)


def _endpoint(app: Flask, url: str) -> str | None:
    """The endpoint that answers an address; none where nothing does."""
    try:
        endpoint, _ = app.url_map.bind("").match(urlsplit(url).path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)
