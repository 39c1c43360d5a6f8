"""What if, without script as with it: one student, then a chosen set."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from careercraft.services.supposing import many
from tests.browser.desk.steps import COUNSELOR, ROSTER, choose_all, tick, wait_for_heading
from tests.browser.driver import follow

pytestmark = pytest.mark.browser


def test_one_student_is_supposed_to_reach_the_cut(
    sign_in: Callable[[str], Page], scripted: bool
) -> None:
    page = sign_in(COUNSELOR)
    page.goto(f"{ROSTER}?near=tsi.math&state=not_met")
    follow(page.locator("[data-row-link]").first)
    follow(page.get_by_role("link", name="What if").first)
    page.locator(".suppose__first a").first.click()
    expect(page.locator("#result")).to_contain_text("Supposed")
    supposed = page.url
    expect(page.get_by_role("table", name="Indicators that change")).to_be_visible()
    page.locator(".suppose .chip").first.click()
    expect(page.locator("#result")).to_contain_text("Nothing is supposed yet.")
    page.go_back()
    expect(page).to_have_url(supposed)
    page.reload()
    expect(page.get_by_role("table", name="Indicators that change")).to_be_visible()


def test_ticked_students_and_a_whole_filter_are_supposed_alike(
    sign_in: Callable[[str], Page], scripted: bool
) -> None:
    page = sign_in(COUNSELOR)
    page.goto(f"{ROSTER}?state=not_met")
    chosen = tick(page, 2)
    follow(page.get_by_role("button", name="What if"))
    page.get_by_label("On", exact=True).select_option("SAT.math")
    page.get_by_label("Points more than the best on file").fill("40")
    page.get_by_role("button", name="Suppose it").click()
    expect(page.locator("#result")).to_contain_text("of 2 chosen students")
    assert set(page.locator("#students tbody th a").all_inner_texts()) == set(chosen)

    page.goto(f"{ROSTER}?state=not_met")
    told = page.locator(".status-tabs [aria-current] .status-tabs__count").inner_text()
    choose_all(page, scripted)
    page.get_by_role("button", name="What if").click()
    expect(page.get_by_role("main")).to_contain_text(f"{told} chosen students")


def test_a_whole_class_is_worked_out_in_the_background(
    sign_in: Callable[[str], Page], scripted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 1)
    page = sign_in(COUNSELOR)
    page.goto(f"{ROSTER}/what-if")
    page.get_by_label("On", exact=True).select_option("SAT.math")
    page.get_by_label("Points more than the best on file").fill(f"{60 + scripted}")
    page.get_by_role("button", name="Suppose it").click()
    wait_for_heading(page, "chosen students would become met", scripted)
    expect(page.get_by_role("button", name="Work it out anew")).to_be_visible()
    page.locator(".suppose .chip").first.click()
    expect(page.get_by_role("main")).to_contain_text("judged twice in the background")
