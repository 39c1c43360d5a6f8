from __future__ import annotations

import json
import re
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup
from flask import render_template

TEMPLATES = Path(__file__).parents[2] / "careercraft" / "templates"
FILES = sorted(str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html"))
ERROR_PAGES = ("400", "403", "404", "405", "413", "429", "500", "signed_out")


def parsed(markup: str) -> BeautifulSoup:
    """The page, parsed; markup that a browser would have to mend does not pass."""
    html5lib.HTMLParser(strict=True).parse(markup)
    return BeautifulSoup(markup, "html5lib")


@pytest.fixture
def specimen(app):
    return parsed(app.test_client().get("/").text)


def test_the_templates_are_found():
    assert len(FILES) >= 18


@pytest.mark.parametrize("file", FILES)
def test_every_template_compiles(app, file):
    assert app.jinja_env.get_template(file)


@pytest.mark.parametrize("file", FILES)
def test_no_template_asks_for_what_the_policy_forbids(file):
    source = re.sub(r"\{#.*?#\}", "", (TEMPLATES / file).read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=|<style|\shx-on|\son[a-z]+\s*=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


def test_the_page_parses_has_one_heading_and_no_id_twice(specimen):
    assert [h1.text for h1 in specimen.select("h1")] == ["Seniors at Bluebonnet HS"]
    assert specimen.title.text == "Seniors at Bluebonnet HS – CareerCraft"
    ids = [tag["id"] for tag in specimen.select("[id]")]
    assert len(ids) > 20
    assert sorted(ids) == sorted(set(ids))


def test_every_label_and_description_points_at_something(specimen):
    ids = {tag["id"] for tag in specimen.select("[id]")}
    pointers = [label["for"] for label in specimen.select("label[for]")]
    for attribute in ("aria-describedby", "aria-labelledby"):
        for tag in specimen.select(f"[{attribute}]"):
            pointers += tag[attribute].split()
    assert len(pointers) > 12
    assert set(pointers) <= ids


def test_every_form_that_posts_carries_the_token(specimen):
    forms = specimen.select('form[method="post"]')
    assert len(forms) >= 4
    assert all(form.select_one('input[name="csrf_token"][value]') for form in forms)


def test_the_frame_tells_htmx_to_be_careful(specimen):
    settings = json.loads(specimen.select_one('meta[name="htmx-config"]')["content"])
    assert settings == {
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "historyRestoreAsHxRequest": False,
        "includeIndicatorStyles": False,
    }
    assert json.loads(specimen.body["hx-headers"])["X-CSRFToken"]


def test_the_frame_begins_with_a_way_to_the_page(specimen):
    assert specimen.body.find("a")["href"] == "#main"
    assert specimen.select_one("main#main")["tabindex"] == "-1"


def test_the_frame_shows_where_the_reader_is(specimen):
    current = specimen.select('.rail a[aria-current="page"]')
    assert [link.text for link in current] == ["Rosters"]
    assert "Llano Verde ISD" in specimen.select_one(".top-bar").text
    assert "2026-27 school year" in specimen.select_one(".top-bar").text


def test_a_name_is_searched_for_by_post_so_that_no_address_holds_it(specimen):
    assert specimen.select_one('form[role="search"]')["method"] == "post"


def test_signing_out_is_a_form(specimen):
    assert specimen.select_one('form[action="/sign-out"][method="post"] button').text == "Sign out"


def test_a_flashed_message_is_shown_once_as_a_notice(specimen):
    messages = specimen.select("#messages .notice--good")
    assert [message.text.strip() for message in messages] == [
        "The list was saved. It holds 37 students."
    ]


def test_the_frame_stands_without_anything_to_fill_it(app):
    app.template_context_processors[None].pop()
    with app.test_request_context("/"):
        page = parsed(render_template("base.html"))
    assert page.select_one(".top-bar").text.split() == ["CareerCraft"]
    assert page.select("nav") == []


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_says_what_to_do_and_gives_a_number(app, name):
    page = parsed(app.test_client().get(f"/page-of/{name}").text)
    assert len(page.select("h1")) == 1
    assert page.title.text == f"{page.h1.text} – CareerCraft"
    assert page.select_one("a.button[href]")
    assert "4c1e-09b7" in page.main.text
    assert "error" not in page.main.text.lower()


def test_an_error_page_stands_without_session_and_database(app):
    app.template_context_processors[None].clear()
    with app.test_request_context("/"):
        assert "on our side" in app.jinja_env.get_template("errors/500.html").render()
