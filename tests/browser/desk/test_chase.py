"""The evidence chase: who lacks what, a reminder, and the paper handed in where it is missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from careercraft.clock import now
from careercraft.db import district_session
from careercraft.demo.load import Loaded
from careercraft.demo.schools import BLUEBONNET
from careercraft.services import outcomes, rosters
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.imports import typed
from careercraft.services.people import actor_of
from careercraft.services.rosters import RosterQuery
from tests.browser.desk.steps import COUNSELOR, DIRECTOR
from tests.browser.driver import follow, violations
from tests.papers import picture

pytestmark = pytest.mark.browser

ENLISTED = {"kind": "enlistment", "evidence": "peims", "earned_on": "2026-10-01"}


@pytest.fixture
def enlisted(app: Flask, cast: Loaded, scripted: bool) -> str:
    """A student of whom the district's data say an enlistment, and no DD Form 4 shows it."""
    runtime = app.extensions["careercraft"]
    with district_session(runtime.sessions, cast.district_id) as session:
        keys = open_keys(session, runtime.master, cast.district_id)
        director = actor_of(session, cast.user_ids[DIRECTOR])
        desk = Desk(session, director, keys, runtime.files, now())
        campus_id = cast.campus_ids[BLUEBONNET.number]
        rows = rosters.roster(desk, RosterQuery(2027, campus_id, state="not_met")).rows
        row = rows[-1] if scripted else rows[-2]
        typed.enter(desk, row.id, "careercraft_credentials", ENLISTED, "PEIMS")
        outcomes.recompute_campus(desk, campus_id, lambda _done, _total: None)
        session.commit()
        return row.name


def test_what_is_missing_is_asked_for_and_brought_at_its_place(
    sign_in: Callable[[str], Page], enlisted: str, scripted: bool
) -> None:
    page = sign_in(COUNSELOR)
    page.goto("/chase?who=all")
    tabs = page.get_by_role("navigation", name="Students by what is asked for")
    follow(tabs.get_by_role("link", name="DD Form 4"))
    told = int(tabs.locator("[aria-current] .status-tabs__count").inner_text())
    assert page.locator("#chase tbody tr").count() == told > 0

    row = page.locator("#chase tbody tr").filter(has_text=enlisted)
    row.get_by_role("checkbox").check()
    page.get_by_label("By", exact=True).fill("2027-02-01")
    follow(page.get_by_role("button", name="Set reminders"))
    expect(row).to_contain_text("by Feb 1, 2027")
    if scripted:
        assert violations(page) == []

    follow(row.get_by_role("link", name="Hand in").first)
    photo = picture(size=(60, 80 + scripted))
    file = {"name": "dd4.png", "mimeType": "image/png", "buffer": photo}
    page.get_by_label("The file").set_input_files(file)
    page.get_by_role("button", name="Keep the document").click()
    expect(page.get_by_role("main")).to_contain_text("to be verified")
    page.goto("/chase?who=all&ask=dd_form_4")
    expect(row).to_contain_text("Received, to be verified")
