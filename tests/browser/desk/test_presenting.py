"""Presenter mode in a meeting: no name, no small number, no page that could tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk.steps import COUNSELOR, ROSTER
from tests.browser.driver import follow, violations

pytestmark = pytest.mark.browser

FORBIDDEN = 403


def test_a_meeting_sees_no_name_until_the_counselor_ends_it(
    sign_in: Callable[[str], Page], scripted: bool
) -> None:
    page = sign_in(COUNSELOR)
    page.goto(ROSTER)
    names = page.locator("[data-row-link]").all_inner_texts()
    student = page.locator("[data-row-link]").first.get_attribute("href")
    local_ids = page.locator("tbody th .tabular").all_inner_texts()
    assert names
    assert local_ids
    assert student

    page.goto("/presenting")
    follow(page.get_by_role("button", name="Start presenting"))
    for path in ("/", ROSTER):
        page.goto(path)
        if scripted:
            assert violations(page) == []
        shown = page.content()
        assert not [one for one in (*names, *local_ids) if one in shown], path
        assert "student_id" not in shown
    assert "not shown" in page.locator(".status-tabs__count").all_inner_texts()
    closed = page.goto(student)
    assert closed
    assert closed.status == FORBIDDEN
    expect(page.get_by_role("heading", level=1)).to_have_text("Closed while presenting")
    follow(page.get_by_role("button", name="Show names again"))
    page.goto(ROSTER)
    assert page.locator("[data-row-link]").all_inner_texts() == names
