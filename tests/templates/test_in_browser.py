"""The components in a real browser: accessibility, the policy, keys, swaps and failures."""

from __future__ import annotations

import pytest

from tests.browser.driver import AXE, served, violations
from tests.templates.specimen_app import specimen_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address():
    with served(specimen_app()) as address:
        yield address


@pytest.fixture
def page(chromium, address):
    page = chromium.new_page(viewport={"width": 1440, "height": 900}, base_url=address)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    page.on("pageerror", lambda thrown: page.complaints.append(str(thrown)))
    yield page
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_axe_finds_nothing(chromium, address, theme, width):
    context = chromium.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/?theme={theme}")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = !d.dataset.menu })")
    page.evaluate("document.querySelectorAll('[data-menu]').forEach(d => { d.open = false })")
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("name", ["404", "500", "signed_out"])
def test_axe_finds_nothing_on_an_error_page(chromium, address, name):
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{address}/page-of/{name}")
    assert violations(page) == []
    context.close()


def test_axe_sees_a_page_that_is_wrong(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.set_content(f"<html><body><img src=x><input>{'<p>text</p>' * 30}</body></html>")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document)")["violations"]
    assert {"image-alt", "label", "html-has-lang"} <= {violation["id"] for violation in found}
    context.close()


def test_each_place_where_a_page_is_wrong_is_told_with_its_markup(page):
    page.goto("/")
    before = violations(page)
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>'.repeat(3))"
    )
    page.evaluate("document.querySelector('main').lastElementChild.remove()")
    told = [one for one in violations(page) if one not in before]
    assert told == ['image-alt: <img src="x">'] * 2


@pytest.mark.parametrize("width", [1440, 768, 390, 320])
def test_the_page_itself_never_scrolls_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_breaks_no_rule_of_the_policy_and_fetches_nothing_elsewhere(page, address):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/")
    page.wait_for_function("() => window.htmx !== undefined")
    page.click("#swap")
    page.wait_for_selector("text=Seniors: 412 students")
    page.wait_for_timeout(1200)
    assert page.complaints == []
    assert len(fetched) > 10
    assert [url for url in fetched if not url.startswith(address)] == []


def test_the_name_column_and_the_head_stay_in_view(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    region = page.locator("#roster")
    region.evaluate("region => { region.scrollLeft = 300; region.scrollTop = 400 }")
    box = region.bounding_box()
    head = region.locator("thead th").first.bounding_box()
    name = region.locator("tbody th").nth(15).bounding_box()
    assert head["y"] == pytest.approx(box["y"], abs=2)
    assert head["x"] == name["x"] == pytest.approx(box["x"], abs=2)


def test_after_a_swap_the_focus_is_on_what_changed_and_it_is_announced(page):
    page.goto("/")
    page.click("#swap")
    page.wait_for_function("() => document.activeElement.textContent === 'Seniors: 412 students'")
    page.wait_for_function(
        "() => document.getElementById('announce').textContent === 'Seniors: 412 students'"
    )


def test_loading_a_page_announces_nothing_and_takes_the_reader_to_the_mistakes(page):
    page.goto("/")
    page.wait_for_timeout(200)
    assert page.inner_text("#announce") == ""
    assert "Please correct" in page.evaluate("document.activeElement.textContent")


def test_polling_keeps_the_focus_and_ends_by_itself(page):
    page.goto("/")
    page.wait_for_function("() => window.htmx !== undefined")
    page.focus("#task-7f3a-cancel")
    page.wait_for_selector("text=300 of 612 rows")
    assert page.evaluate("document.activeElement.id") == "task-7f3a-cancel"
    page.evaluate("document.getElementById('task-7f3a').setAttribute('hx-get', '/task/612')")
    page.evaluate("htmx.process(document.getElementById('task-7f3a'))")
    page.wait_for_selector(".progress-block--done")
    page.wait_for_function(
        "() => document.getElementById('announce').textContent.startsWith('612 scores read')"
    )
    polls = []
    page.on("request", lambda request: polls.append(request.url))
    page.wait_for_timeout(1500)
    assert polls == []


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_keys_walk_the_rows_while_the_table_has_the_focus(page):
    page.goto("/")
    page.focus("#roster")
    page.keyboard.press("j")
    assert focused(page).startswith("Acosta")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Bùi")
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page).startswith("Acosta")
    page.keyboard.press("Enter")
    page.wait_for_url("**/students/0")


def test_letters_are_left_alone_outside_the_table(page):
    page.goto("/")
    page.focus("#again-name")
    page.keyboard.type("j/k")
    assert (
        page.input_value("#again-name" if page.locator("#again-name").count() else "#name") == "j/k"
    )


def test_the_slash_goes_to_the_search_only_for_those_who_want_it(page):
    page.goto("/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-students"
    page.evaluate("delete document.documentElement.dataset.shortcuts")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == ""


def test_escape_closes_a_menu_and_gives_the_focus_back(page):
    page.goto("/")
    page.click(".top-bar details:last-of-type summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details[data-menu][open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def ask(page, address: str) -> None:
    page.goto("/")
    page.wait_for_function("() => window.htmx !== undefined")
    page.evaluate("address => { htmx.ajax('GET', address, '#sentence').catch(() => {}) }", address)


@pytest.mark.parametrize(
    ("status", "words"),
    [(500, "did not go through"), (403, "not open to you"), (429, "Wait a minute")],
)
def test_a_request_that_fails_says_so_in_a_sentence(page, status, words):
    ask(page, f"/refuse/{status}")
    box = page.locator("#request-failed")
    box.wait_for(state="visible")
    assert words in box.inner_text()
    box.locator("button").click()
    assert box.is_hidden()


def test_a_lost_connection_says_so_in_a_sentence(page):
    page.route("**/sentence", lambda route: route.abort())
    ask(page, "/sentence")
    page.locator("#request-failed").wait_for(state="visible")
    assert "Check the connection" in page.inner_text("#request-failed")


def test_a_session_that_ended_leads_to_the_sign_in_page(page):
    ask(page, "/refuse/401")
    page.wait_for_url("**/sign-in?next=%2F")


def test_without_script_the_links_and_menus_still_work(chromium, address):
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, base_url=address
    )
    page = context.new_page()
    page.goto("/")
    page.click(".menu--rail > summary")
    assert page.is_visible(".menu--rail a >> text=Records office")
    page.click("#swap")
    assert "Seniors: 412 students" in page.content()
    context.close()
