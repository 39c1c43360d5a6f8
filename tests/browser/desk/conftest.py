"""What the journeys at the counselor's desk share: each is gone with script and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.driver import browsing


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs script."""
    return bool(request.param)


@pytest.fixture
def context(chromium: Browser, address: str, scripted: bool) -> Iterator[BrowserContext]:
    with browsing(chromium, address, java_script_enabled=scripted) as context:
        yield context


REFUSED = "the server responded with a status of 4"
"""How the browser notes an answer that asks for a correction or closes a page; both are meant."""


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors and policy complaints fail the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda thrown: complaints.append(str(thrown)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    assert [one for one in complaints if REFUSED not in one] == []
