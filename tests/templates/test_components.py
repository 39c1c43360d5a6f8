from __future__ import annotations

from datetime import date
from enum import Enum
from types import SimpleNamespace as Thing

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from wtforms import Form, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from tests.templates.specimen_app import SampleForm, specimen_app

STATES = {
    "met": "Met",
    "approaching": "Approaching",
    "not_met": "Not met",
    "unknown": "No data",
    "not_applicable": "Does not apply",
}


class State(Enum):
    NOT_MET = "not met"


# state marks


@pytest.mark.parametrize(("state", "word"), STATES.items())
def test_a_state_is_written_in_a_word_beside_its_shape(show, state, word):
    mark = show("marks", "state_mark(state)", state=state).select_one(f".state--{state}")
    assert mark.text.strip() == word
    assert mark.svg["aria-hidden"] == "true"


def test_no_two_states_share_a_shape(show):
    shapes = {str(show("marks", "state_shape(s)", s=s).svg.decode_contents()) for s in STATES}
    assert len(shapes) == len(STATES)


def test_a_hidden_word_is_still_read_aloud(show):
    mark = show("marks", "state_mark('met', hide_label=true)")
    assert mark.select_one(".visually-hidden").text == "Met"


def test_a_label_takes_the_place_of_the_word(show):
    assert show("marks", "state_mark('approaching', '20 points short')").text.strip() == (
        "20 points short"
    )


@pytest.mark.parametrize("written", ["not met", "Not-Met", "not_met", State.NOT_MET])
def test_a_state_is_known_however_it_is_written(show, written):
    assert show("marks", "state_mark(s)", s=written).select_one(".state--not_met")


def test_a_state_nobody_knows_is_drawn_as_no_data(show):
    assert show("marks", "state_mark('sideways')").text.strip() == "No data"


# standing badges


def test_what_was_read_in_the_rule_needs_no_badge(show):
    assert show("marks", "standing_badge('read')").text.strip() == ""


def test_what_was_read_in_the_rule_can_name_its_source(show):
    badge = show("marks", "standing_badge('read', ['TEC 48.110'])")
    assert badge.summary.text == "Source"
    assert badge.li.text == "TEC 48.110"


@pytest.mark.parametrize(
    ("standing", "word"), [("secondary", "Secondary source"), ("assumed", "Assumption")]
)
def test_lesser_standing_is_named_and_opens_its_citations(show, standing, word):
    cites = ["A sentence", {"text": "A page", "href": "https://tea.texas.gov/a"}]
    badge = show("marks", "standing_badge(s, c)", s=standing, c=cites).details
    assert badge.summary.text == word
    assert [cite.text for cite in badge.select("li")] == ["A sentence", "A page"]
    assert badge.a["href"] == "https://tea.texas.gov/a"
    assert badge.p.text


def test_lesser_standing_without_citation_still_shows(show):
    assert show("marks", "standing_badge('assumed')").summary.text == "Assumption"


# tables


def _head(direction: str, current: str) -> str:
    """A lone table head is dropped by an HTML parser, so it is read as text."""
    with specimen_app().test_request_context("/"):
        return render_template_string(
            '{% from "components/tables.html" import sort_header %}'
            "{{ sort_header('Student', 'name', current, direction, '?s') }}",
            current=current,
            direction=direction,
        )


@pytest.mark.parametrize(
    ("direction", "current", "said"),
    [
        ("asc", "name", 'aria-sort="ascending"'),
        ("desc", "name", 'aria-sort="descending"'),
    ],
)
def test_a_sorted_column_says_in_which_direction(direction, current, said):
    assert said in _head(direction, current)


def test_a_column_that_is_not_sorted_says_nothing():
    assert "aria-sort" not in _head("asc", "state")


def test_a_wide_table_scrolls_inside_a_region_that_takes_the_focus(app):
    region = app.test_client().get("/").text
    assert 'role="region" aria-label="Seniors at Bluebonnet HS" tabindex="0" id="roster"' in region


@pytest.mark.parametrize(
    ("previous", "following", "links"),
    [
        (None, "?page=2", ["next"]),
        ("?page=1", "?page=3", ["prev", "next"]),
        ("?page=2", None, ["prev"]),
    ],
)
def test_the_pager_links_only_where_there_is_a_page(show, previous, following, links):
    page = Thing(number=2, pages=3, first=51, last=100, total=1312,
                 previous_href=previous, next_href=following)  # fmt: skip
    pager = show("tables", "pager(page)", page=page)
    assert [link["rel"][0] for link in pager.select("a")] == links
    assert pager.p.text == "Students 51 to 100 of 1,312"


def test_one_page_needs_no_pager_buttons(show):
    page = Thing(number=1, pages=1, first=1, last=3, total=3, previous_href=None, next_href=None)
    assert show("tables", "pager(page)", page=page).select("ul") == []


def test_an_empty_list_says_so(show):
    page = Thing(number=1, pages=0, first=0, last=0, total=0, previous_href=None, next_href=None)
    assert show("tables", "pager(page, 'rows')", page=page).p.text == "No rows"


def test_each_filter_is_removed_by_a_link_that_says_so(show):
    chips = [Thing(label="Campus", value="Bluebonnet HS", remove_href="?class=2027")]
    bar = show("tables", "chip_bar('37 students', chips, '?')", chips=chips)
    assert bar.select_one(".chip").text == "Remove the filter Campus: Bluebonnet HS"
    assert bar.select_one(".chip")["href"] == "?class=2027"
    assert bar.select_one("[data-announce]").text == "37 students"


def test_a_count_of_students_is_a_link_to_them(show):
    link = show("tables", "count_link(1312, '/list', 'seniors')").a
    assert (link["href"], link.text) == ("/list", "1,312 seniors")


# forms


@pytest.fixture
def form(app):
    with app.test_request_context("/"):
        form = SampleForm(formdata=None, meta={"csrf": False})
        form.validate()
        yield form


def test_a_field_ties_its_label_and_mistake_to_the_control(show, form):
    field = show("forms", "field(f)", f=form.name)
    assert field.label["for"] == field.input["id"]
    assert field.input["aria-invalid"] == "true"
    described = field.select_one(f"#{field.input['aria-describedby']}")
    assert described.text == "Please correct: Give the list a name"


def test_a_field_without_mistake_is_described_by_its_hint_alone(show, form):
    field = show("forms", "field(f)", f=form.password)
    assert field.input["aria-describedby"] == "password-hint"
    assert "aria-invalid" not in field.input.attrs


def test_further_attributes_reach_the_control(show, form):
    field = show("forms", "field(f, autocomplete='current-password')", f=form.password)
    assert field.input["autocomplete"] == "current-password"


def test_a_field_that_may_stay_empty_says_so(show, form):
    assert show("forms", "field(f)", f=form.note).label.text == "Note (optional)"


def chosen(field_id: str, *options: SelectChoice, **more: object) -> SelectField:
    return SelectField(field_id, choices=list(options), **more)


class Selects(Form):
    plain = chosen("Plain", SelectChoice("", "All"), SelectChoice("a", "<b>"))
    numbers = chosen("N", SelectChoice(1, "One"), SelectChoice(2, "Two"), coerce=int)
    needed = chosen("Needed", SelectChoice("x", "X"), validators=[InputRequired()])
    unnamed = chosen("Unnamed", SelectChoice("x"), SelectChoice('y"'))
    grouped = chosen("Grouped", SelectChoice("a", "A", optgroup="Near"))
    named = chosen("Named", SelectChoice("a", "A"), render_kw={"data-kind": "own"})


@pytest.mark.parametrize("name", ["plain", "numbers", "needed", "unnamed", "grouped", "named"])
def test_a_select_is_drawn_as_wtforms_draws_it(show, name):
    field = Selects(data={"plain": "a", "numbers": 2, "unnamed": 'y"'})[name]
    drawn = show("forms", "field(f)", f=field).select_one("select")
    own = BeautifulSoup(str(field()), "html5lib").body.select_one("select")
    assert drawn.attrs == own.attrs
    assert [(one.text, one.attrs) for one in drawn.select("option, optgroup")] == [
        (one.text, one.attrs) for one in own.select("option, optgroup")
    ]


def test_a_mistaken_select_is_tied_to_its_mistake(show):
    field = Selects(data={})["numbers"]
    field.errors = ["Choose one"]
    drawn = show("forms", "field(f)", f=field).select_one("select")
    assert (drawn["aria-invalid"], drawn["aria-describedby"]) == ("true", "numbers-mistake")


def test_choices_stand_in_a_fieldset_with_their_question(show, form):
    group = show("forms", "field(f)", f=form.reach).fieldset
    assert group.legend.text == "Who can see it"
    assert group["aria-describedby"] == "reach-mistake"
    assert [label["for"] for label in group.select("label")] == ["reach-0", "reach-1"]


def test_a_lone_checkbox_stands_before_its_label(show, form):
    field = show("forms", "field(f)", f=form.lasting)
    assert [tag.name for tag in field.select_one(".choice").find_all(True)] == ["input", "label"]
    assert field.input["aria-describedby"] == "lasting-hint"


def test_the_summary_links_to_every_control_to_correct(show, form):
    summary = show("forms", "error_summary(f)", f=form)
    assert summary.h2.text == "Please correct 2 things below"
    assert [link["href"] for link in summary.select("a")] == ["#name", "#reach-0"]
    assert summary.select_one("[data-focus-after-swap]")["tabindex"] == "-1"


def test_a_form_without_mistakes_has_no_summary(show):
    assert show("forms", "error_summary(f)", f=Thing(errors={})).text.strip() == ""


def test_a_button_takes_further_attributes(show):
    button = show("forms", "button('Delete', 'danger', name='step', value='delete', disabled=true)")
    assert button.button["class"] == ["button", "button--danger"]
    assert (button.button["name"], button.button["value"]) == ("step", "delete")
    assert button.button.has_attr("disabled")


def test_a_button_that_stands_in_every_row_is_told_apart_aloud(show):
    button = show("forms", "button('Remove', aria_label='Remove the entry of May 3')").button
    assert button["aria-label"] == "Remove the entry of May 3"
    assert not button.has_attr("aria_label")


# progress


def work(**changes: object) -> Thing:
    task = {
        "id": "1", "state": "running", "done": 0, "total": 612, "title": "Reading SAT scores",
        "doing": "matching students", "noun": "rows", "status_href": "/status",
        "page_href": "/page", "cancel_href": "/cancel", "remaining": None,
        "ended_sentence": "612 scores read.",
        "result_href": None, "result_label": None,
    }  # fmt: skip
    return Thing(**(task | changes))


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_work_under_way_asks_again_every_second(show, state):
    block = show("progress", "progress_block(t)", t=work(state=state)).div
    assert (block["hx-get"], block["hx-trigger"]) == ("/status", "every 1s")
    assert block.select_one("a")["href"] == "/page"
    assert block.form["action"] == "/cancel"


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_work_that_has_ended_stops_asking_and_is_announced(show, state):
    block = show("progress", "progress_block(t)", t=work(state=state)).div
    assert "hx-get" not in block.attrs
    assert block.select_one("[data-announce]").text == "612 scores read."
    assert block.select("form, progress") == []


@pytest.mark.parametrize(
    ("done", "words"), [(0, "0 of 612 rows"), (1, "1 of 612 rows"), (612, "612 of 612 rows")]
)
def test_progress_tells_done_of_total(show, done, words):
    block = show("progress", "progress_block(t)", t=work(done=done))
    assert block.select_one(".progress-block__doing").text.strip() == f"{words} · matching students"
    assert (block.progress["value"], block.progress["max"]) == (str(done), "612")


def test_work_of_unknown_length_claims_no_share(show):
    assert "value" not in show("progress", "progress_block(t)", t=work(total=0)).progress.attrs


def test_work_that_cannot_be_cancelled_offers_no_button(show):
    assert show("progress", "progress_block(t)", t=work(cancel_href=None)).form is None


# charts


def dots(show, best):
    return show("charts", "scale('Math, SAT', 200, 800, 530, b)", b=best).select("circle")


@pytest.mark.parametrize(("best", "mark"), [(529, "short"), (530, "met"), (531, "met")])
def test_the_dot_is_filled_from_the_cut_on(show, best, mark):
    assert [dot["class"][-1] for dot in dots(show, best)] == [f"scale__best--{mark}"]


def test_without_a_result_there_is_no_dot(show):
    assert dots(show, None) == []


@pytest.mark.parametrize(("best", "x"), [(100, 14), (200, 14), (800, 226), (900, 226)])
def test_the_dot_stays_on_the_scale(show, best, x):
    assert float(dots(show, best)[0]["cx"]) == x


def test_the_scale_is_read_aloud_in_one_sentence(show):
    drawing = show("charts", "scale('Math, SAT', 200, 800, 530, 510)").svg
    assert drawing["role"] == "img"
    assert drawing["aria-label"] == "Math, SAT: best 510, 530 needed, scale 200 to 800"


@pytest.mark.parametrize(("count", "width"), [(0, 0), (156, 79), (312, 158)])
def test_the_bar_is_as_long_as_the_share(show, count, width):
    bar = show("charts", "share_bar(c, 312)", c=count)
    assert float(bar.select_one(".share-bar__count")["width"]) == width


def test_a_bar_of_nobody_is_empty(show):
    bar = show("charts", "share_bar(0, 0, 5, 'Mesquite ECHS')")
    assert bar.select(".share-bar__count") == []
    assert bar.svg["aria-label"] == "Mesquite ECHS: 0 of 0, target 5"


# page furniture


def test_a_value_that_is_missing_is_said_to_be_missing(show):
    values = show("page", "key_values([('Grade', 12), ('Hours', 0), ('Program', none)])")
    assert [value.text for value in values.select("dd")] == ["12", "0", "Not on file"]


@pytest.mark.parametrize(
    ("kind", "role"),
    [("info", "status"), ("good", "status"), ("problem", "alert"), ("odd", "status")],
)
def test_only_a_problem_interrupts(show, kind, role):
    assert show("page", "notice(k, 'A sentence.')", k=kind).div["role"] == role


def test_what_a_person_typed_is_shown_as_text(show):
    notice = show("page", "notice('info', t)", t='<img src=x hx-get="/x">')
    assert notice.select("img") == []
    assert notice.p.text == '<img src=x hx-get="/x">'


def test_the_last_breadcrumb_is_this_page(show):
    trail = show("page", "breadcrumbs([('Rosters', '/rosters')], 'Seniors')")
    assert trail.select_one('[aria-current="page"]').text == "Seniors"
    assert [link["href"] for link in trail.select("a")] == ["/rosters"]


def test_an_empty_state_names_the_step_that_fills_it(show):
    action = Thing(href="/files", label="Load a file")
    state = show("page", "empty_state('No scores', 'They come in a file.', a)", a=action)
    assert (state.h2.text, state.a.text, state.a["href"]) == ("No scores", "Load a file", "/files")


# evidence


def test_a_fact_is_told_with_its_source(show):
    fact = {
        "what": "SAT Math", "value": "510", "on": date(2025, 10, 4), "source": "SAT file",
        "loaded_on": date(2025, 10, 20), "href": "/files/1", "mark": "contested",
    }  # fmt: skip
    line = show("evidence", "evidence_line(e)", e=fact)
    assert " ".join(line.text.split()) == (
        "SAT Math 510 on Oct 4, 2025 Contested by the family from SAT file, loaded Oct 20, 2025"
    )
    assert line.a["href"] == "/files/1"


def test_a_fact_may_stand_alone(show):
    line = show("evidence", "evidence_line(e)", e=Thing(what="DD Form 4"))
    assert line.text.strip() == "DD Form 4"


def test_an_icon_is_decoration_and_an_unknown_one_is_nothing(show):
    assert show("icons", "icon('files')").svg["aria-hidden"] == "true"
    assert show("icons", "icon('nonesuch')").svg is None
