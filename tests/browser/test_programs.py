"""A principal's Monday: the Monitor, one indicator with its students, what if, the year."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import follow, violations

pytestmark = pytest.mark.browser

PRINCIPAL = "ramona.estrada@cottonwoodbend.example"
PROGRAM = "Cottonwood Early College"


def test_a_principal_goes_from_the_figure_to_the_students_and_tries_something_out(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(PRINCIPAL)
    follow(page.get_by_role("link", name="Programs").first)
    follow(page.get_by_role("link", name=PROGRAM))
    expect(page.get_by_role("heading", level=1)).to_have_text(PROGRAM)
    assert violations(page) == []

    follow(page.get_by_role("link", name="2026-27 (in progress)"))
    follow(page.get_by_role("link", name="9 college credits by the end of grade 10"))
    expect(page.get_by_role("heading", name="The students behind it")).to_be_visible()
    assert violations(page) == []

    follow(page.get_by_role("link", name="What if"))
    page.get_by_label("More students in ACC1").fill("1")
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_role("heading", name="With the changes below")).to_be_visible()
    assert violations(page) == []
