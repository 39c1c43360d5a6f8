"""A counselor at one student: supposes something, plans it, looks back, looks at certifications."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import PHONE, follow, violations

pytestmark = pytest.mark.browser

DIRECTOR = "yvonne.mercer@cottonwoodbend.example"


def test_from_the_roster_to_what_would_follow_and_on_to_the_plan(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(DIRECTOR)
    page.goto("/rosters/2027?near=either&state=not_met")
    page.get_by_role("button", name="What if").scroll_into_view_if_needed()
    page.get_by_role("button", name="Choose all").click()
    expect(page.locator("[data-ticks-count]")).not_to_have_text("Nobody chosen")
    page.get_by_role("button", name="What if").click()
    page.get_by_label("On", exact=True).select_option("SAT.math")
    page.get_by_label("Points more than the best on file").fill("40")
    page.get_by_role("button", name="Suppose it").click()
    expect(page.get_by_role("heading", name="chosen students would become met")).to_be_visible()
    assert violations(page) == []

    page.locator("#students tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What if: ")
    assert violations(page) == []
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_role("link", name="Add to the plan as an action").click()
    expect(page.get_by_label("What is to be done")).to_have_value(
        "Reach SAT math: 40 points more than the best on file"
    )


@pytest.mark.parametrize("room", ["History", "Certifications, lists and program of study"])
def test_the_pages_beside_a_student_hold_to_the_guidelines_on_a_phone_too(
    sign_in: Callable[[str], Page], room: str
) -> None:
    page = sign_in(DIRECTOR)
    page.goto("/rosters/2027")
    follow(page.locator("tbody th a").first)
    follow(page.get_by_role("link", name=room))
    assert violations(page) == []
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
