"""Driving the system's Chromium, and asking axe what is wrong with a page."""

from __future__ import annotations

import os
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
GUIDELINES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONLY_VIOLATIONS = {"runOnly": GUIDELINES, "resultTypes": ["violations"], "selectors": False}
"""Each rule is asked of everything; only what is wrong is described, which takes half the time."""
ASKED = """asked => axe.run(document, asked).then(said => [said.passes.length,
    said.violations.flatMap(rule => rule.nodes.map(one => `${rule.id}: ${one.html.slice(0, 160)}`))
])"""
FEWEST_CHECKS = 15
DESKTOP, PHONE = 1440, 390
PATIENCE, PATIENCE_WITH_A_STEP = 20_000, 60_000
"""Milliseconds: two browsers, servers and workers share the processors of a run with PostgreSQL."""
expect.set_options(timeout=PATIENCE)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str | None:
    """Where the browser is: named by the environment, or found."""
    named = os.environ.get("CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return named or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """A headless browser; where there is none the test is skipped, and in CI it fails."""
    path = chromium_path()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed here, and in CI it must be.")
        pytest.skip("Chromium is not installed here.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


def in_one_piece(app: Flask) -> WSGIApplication:
    """The application with its answers read and closed before they are sent: a browser that goes
    to the next page before the answer came leaves no file open in the server of the test."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        pieces = app(environ, start)
        try:
            return [b"".join(pieces)]
        finally:
            if hasattr(pieces, "close"):
                pieces.close()

    return answer


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """An application on a free port of this machine; gives its address."""
    server = make_server("127.0.0.1", 0, in_one_piece(app), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def browsing(chromium: Browser, address: str, **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser; every request that leaves the application fails the test."""
    context = chromium.new_context(
        base_url=address,
        viewport={"width": DESKTOP, "height": 900},
        accept_downloads=True,
        **options,
    )
    context.set_default_timeout(PATIENCE_WITH_A_STEP)
    strangers: list[str] = []
    context.on("request", lambda r: None if r.url.startswith(address) else strangers.append(r.url))
    yield context
    context.close()
    assert strangers == []


def follow(way: Locator) -> None:
    """Press what leads to a page, the same one anew or another, and wait until it stands there.

    A bare click may return before a busy browser has set out. What is then asked at once (how many
    there are, where we are, the next click on something that both pages have) is asked of the page
    that is about to go, and going elsewhere calls off what was just sent.
    """
    with way.page.expect_navigation():
        way.click()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page; fails if axe looked at next to nothing.

    A page is looked at with its styles: its words may be there before them.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    passed, found = page.evaluate(ASKED, ONLY_VIOLATIONS)
    assert passed > FEWEST_CHECKS, "axe looked at next to nothing"
    return list(found)


def take_picture(page: Page, path: Path) -> None:
    """Keep how the whole page looks; in half the time of Playwright's own pictures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    asked = {"format": "png", "captureBeyondViewport": True, "optimizeForSpeed": True}
    session = page.context.new_cdp_session(page)
    path.write_bytes(b64decode(session.send("Page.captureScreenshot", asked)["data"]))
    session.detach()


@cache
def _axe() -> str:
    return AXE.read_text()
