"""From a district's file to a printed plan, as a person goes that way."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Locator, Page, expect

from careercraft.demo.files import write_samples
from tests.browser.driver import follow

pytestmark = pytest.mark.browser

DIRECTOR = "yvonne.mercer@cottonwoodbend.example"
COUNSELOR = "teresa.alvarado@cottonwoodbend.example"
DANIELA = "Cantú, Daniela"
PATIENCE, AGAIN = 60_000, 500


def test_a_file_becomes_a_changed_roster_and_a_printed_plan(
    sign_in: Callable[[str], Page], tmp_path: Path
) -> None:
    page = sign_in(DIRECTOR)
    follow(page.get_by_role("link", name="Rosters").first)
    expect(status_of(page, DANIELA)).to_have_text("Not met")
    expect(row_of(page, DANIELA)).to_contain_text("20 points short")

    (sample,) = write_samples(tmp_path)
    follow(page.get_by_role("link", name="Files").first)
    page.locator("input[type=file]").set_input_files(sample)
    page.get_by_role("button", name="Upload").click()
    apply = page.get_by_role("button", name="Apply")
    expect(apply).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("main")).to_contain_text("900")
    apply.click()
    expect(page.get_by_role("main")).to_contain_text("Applied", timeout=PATIENCE)

    wait_until_met(page, DANIELA)
    follow(page.get_by_role("link", name=DANIELA))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Daniela")
    expect(page.get_by_role("main")).to_contain_text("sat_november.csv")

    page.get_by_role("button", name="Print plan").first.click()
    link = page.get_by_role("link", name="Download")
    expect(link.first).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as downloaded:
        link.first.click()
    plan = Path(downloaded.value.path()).read_bytes()
    assert "Daniela" not in downloaded.value.suggested_filename
    with pikepdf.open(BytesIO(plan)) as pdf:
        assert 1 <= len(pdf.pages) <= 2
        assert pdf.Root.MarkInfo.Marked


def wait_until_met(page: Page, name: str) -> None:
    """The worker recomputes in the background: look again until the roster has changed."""
    for _ in range(PATIENCE // AGAIN):
        follow(page.get_by_role("link", name="Rosters").first)
        if status_of(page, name).inner_text().strip() == "Met":
            return
        page.wait_for_timeout(AGAIN)
    raise AssertionError("The roster did not change.")


def open_first_student(page: Page) -> None:
    follow(page.get_by_role("rowheader").get_by_role("link").first)


def row_of(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name))


def status_of(page: Page, name: str) -> Locator:
    return row_of(page, name).get_by_role("cell").first.locator(".state")


ONLY_AN_ADDRESS = "htmx-current-path-for-history"


def test_a_filter_is_swapped_in_place_and_its_address_can_be_kept(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in(COUNSELOR)
    follow(page.get_by_role("link", name="Rosters").first)
    page.get_by_role("main").get_by_role("link", name="Not met").first.click()
    page.wait_for_url("**state=not_met**")
    whole = page.get_by_role("table").locator("[data-ticks-page]")
    expect(whole).to_be_visible()  # what the script adds has come with the swap
    shown = page.get_by_role("table").inner_text()
    page.reload()
    assert page.get_by_role("table").inner_text() == shown
    page.go_back()
    expect(page.get_by_role("table")).not_to_have_text(shown)


def test_nothing_of_a_person_stays_in_the_browser(sign_in: Callable[[str], Page]) -> None:
    page = sign_in(COUNSELOR)
    follow(page.get_by_role("link", name="Rosters").first)
    open_first_student(page)
    assert page.evaluate("Object.keys(localStorage)") == []
    kept = page.evaluate("Object.entries(sessionStorage)")
    assert [name for name, _ in kept] in ([], [ONLY_AN_ADDRESS])
    assert not any("Cant" in value for _, value in kept)
    page.get_by_text("Account").first.click(force=True)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in**")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
