"""A small application that shows every component with invented people, under the strict policy
that production sends. `python -m tests.templates.specimen_app` serves it on port 5099."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace as Thing

from flask import Flask, abort, flash, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import (
    BooleanField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from careercraft import filters
from careercraft.web import column_words, links, marks

HERE = Path(__file__).parent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

NAVIGATION = [
    Thing(href=f"/{icon}", label=label, icon=icon, current=icon == "rosters")
    for label, icon in (
        ("Home", "home"),
        ("Rosters", "rosters"),
        ("Programs", "programs"),
        ("Bonus", "bonus"),
        ("Rating", "rating"),
        ("Files", "files"),
        ("Records office", "records"),
        ("Rules", "rules"),
        ("Settings", "settings"),
    )
]

STUDENTS = [
    ("Acosta-Villarreal, Maximiliano", "met", "met", "met", "SAT, Level I certificate", 540, 9.0),
    ("Bùi, Thảo Nguyên", "approaching", "met", "approaching", "Math 20 points short", 510, 6.0),
    ("Castañeda, Íris", "not met", "not met", "not met", "Both gates open", 430, 0.0),
    ("Delacroix, Odalys", "unknown", "unknown", "unknown", "No scores on file", None, None),
    ("Eze, Chukwuemeka", "met", "met", "met", "Dual credit, 12 hours", None, 12.0),
    ("Featherstone, Wren", "not met", "met", "not met", "Math 90 points short", 440, 3.0),
    ("Garza, Tomás Alberto", "met", "not applicable", "not applicable", "IEP, code 05", None, 0.0),
    ("Hollis, Marguerite", "approaching", "approaching", "met", "Reading 10 short", 560, 4.5),
    ("Ibarra, Lucero", "met", "met", "met", "TSIA2, both subjects", None, 15.0),
    ("Jankowski, Piotr", "not met", "not met", "met", "No ELAR result", 550, 0.0),
] * 3

ROWS = [
    Thing(
        name=name, href=f"/students/{i}", state=state, rla=rla, math=math, why=why, sat=sat,
        hours=hours, counselor=("Okonkwo", "Reyes")[i % 2], tested=date(2025, 10 - i % 3, 4),
    )
    for i, (name, state, rla, math, why, sat, hours) in enumerate(STUDENTS)
]  # fmt: skip

CHIPS = [
    Thing(label="Class", value="2027 (seniors)", remove_href="?without=class"),
    Thing(label="Campus", value="Bluebonnet HS", remove_href="?without=campus"),
    Thing(label="State", value="not met", remove_href="?without=state"),
]

ACCOUNT = Thing(
    name="Adaeze Okonkwo",
    role="Counselor, Bluebonnet HS",
    sign_out_href="/sign-out",
    links=[Thing(href="/settings", label="My settings")],
)


CAMPUSES = [SelectChoice("1", "Bluebonnet HS"), SelectChoice("2", "Mesquite ECHS")]
REACHES = [SelectChoice("me", "Only me"), SelectChoice("campus", "Counselors of my campus")]


class SampleForm(FlaskForm):
    """One field of every kind."""

    name = StringField("Name of the list", [InputRequired("Give the list a name")])
    password = PasswordField("Password", description="Twelve characters or more.")
    campus = SelectField("Campus", choices=CAMPUSES, validate_choice=False)
    file = FileField("File", description="CSV or fixed width, as the test maker sent it.")
    note = TextAreaField("Note", [Optional()])
    lasting = BooleanField("Keep this list up to date", description="New students join by rule.")
    reach = RadioField(
        "Who can see it",
        [InputRequired("Choose who can see the list")],
        choices=REACHES,
        validate_choice=False,
    )


def task(done: int, total: int, state: str) -> Thing:
    return Thing(
        id="7f3a", state=state, done=done, total=total, title="Reading SAT scores, Oct 2025",
        doing="matching students", noun="rows", status_href=f"/task/{done + 60}",
        page_href="/", cancel_href="/task/cancel", remaining="about 1 minute left",
        ended_sentence="612 scores read: 596 matched, 16 need a person to look.",
        result_href="/files/1", result_label="Look at the 16 rows",
    )  # fmt: skip


def specimen_app() -> Flask:
    app = Flask("careercraft")
    app.config.update(SECRET_KEY="only for looking", PROPAGATE_EXCEPTIONS=True)
    app.jinja_loader = ChoiceLoader([app.jinja_loader, FileSystemLoader(HERE)])
    filters.register(app)
    column_words.install(app)
    links.install(app)
    marks.install(app)
    CSRFProtect(app)
    app.context_processor(_frame)
    app.after_request(_with_policy)
    app.add_url_rule("/", view_func=_page)
    app.add_url_rule("/words", endpoint="glossary.columns", view_func=_sentence)
    app.add_url_rule("/sentence", view_func=_sentence)
    app.add_url_rule("/task/<int:done>", view_func=_task)
    app.add_url_rule("/refuse/<int:status>", view_func=_refuse)
    app.add_url_rule("/page-of/<name>", view_func=_error_page)
    return app


def _frame() -> dict[str, object]:
    return {
        "district_name": "Llano Verde ISD",
        "school_year": "2026-27",
        "navigation": NAVIGATION,
        "account": ACCOUNT,
        "search_href": "/search",
        "freshness": Thing(sentence="SAT scores through Oct 4, 2025", href="/files"),
        "preferences": {"theme": request.args.get("theme"), "shortcuts": True},
        "class_choices": [
            Thing(href="?class=2027", label="Class of 2027 (seniors)", current=True),
            Thing(href="?class=2028", label="Class of 2028 (juniors)", current=False),
        ],
    }


def _with_policy(response):
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _page() -> str:
    form = SampleForm(formdata=None)
    mistaken = SampleForm(formdata=None, prefix="again", meta={"csrf": False})
    mistaken.validate()
    flash("The list was saved. It holds 37 students.", "good")
    page = Thing(
        number=2, pages=7, first=51, last=100, total=1312, previous_href="?page=1",
        next_href="?page=3",
    )  # fmt: skip
    return render_template(
        "specimen.html",
        form=form,
        mistaken=mistaken,
        rows=ROWS,
        chips=CHIPS,
        page=page,
        running=task(240, 612, "running"),
        finished=task(612, 612, "done"),
    )


def _sentence() -> str:
    return render_template("specimen_sentence.html", chips=CHIPS[:1])


def _task(done: int) -> str:
    state = "done" if done >= 612 else "running"
    return render_template("specimen_task.html", task=task(min(done, 612), 612, state))


def _refuse(status: int) -> str:
    return abort(status)


def _error_page(name: str) -> str:
    return render_template(f"errors/{name}.html", request_id="4c1e-09b7")


if __name__ == "__main__":
    specimen_app().run(port=5099)
