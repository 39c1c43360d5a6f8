"""The whole application in a browser: real server, real worker, the named cast."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from careercraft.config import Settings
from careercraft.demo import load as demo
from careercraft.demo.load import PASSWORD
from careercraft.web.limits import limiter
from tests.browser.driver import browsing, served

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def cast(app: Flask, settings: Settings) -> demo.Loaded:
    """The demonstration district with its named cast, loaded through the importers, at work."""
    runtime = app.extensions["careercraft"]
    place = demo.Place(runtime.sessions, runtime.master, runtime.files)
    loaded = demo.load_cast(place)
    demo.work_a_year(place, loaded, settings.outside)
    return loaded


@pytest.fixture(scope="package")  # it must not take the work of other tests off the queue
def worker(settings: Settings, cast: demo.Loaded) -> Iterator[None]:
    """A worker process, as it runs in production."""
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "CAREERCRAFT_MASTER_KEY": base64.b64encode(settings.master_key).decode(),
        "CAREERCRAFT_SECRET_KEY": settings.secret_key,
        "CAREERCRAFT_FILE_STORE": str(settings.file_store),
        "CAREERCRAFT_ENV": "test",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "careercraft.jobs.worker"], cwd=ROOT, env=environment
    )
    yield
    assert process.poll() is None, "the worker ended by itself"
    process.terminate()
    process.wait(20)


@pytest.fixture(scope="package")
def address(app: Flask, worker: None) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    with browsing(chromium, address) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors and policy complaints fail the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda thrown: complaints.append(str(thrown)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    assert complaints == []


@pytest.fixture
def sign_in(page: Page) -> Callable[..., Page]:
    """Sign in through the form as the holder of an e-mail address."""

    def signed_in(email: str, password: str = PASSWORD) -> Page:
        limiter.reset()  # the sign-ins of other tests are not guesses at a password
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return signed_in
