"""A notice to one student's family: which test, when and where, why, and who pays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from careercraft.calc import Finding, State, rules_for_class
from careercraft.calc.explain import day
from careercraft.calc.params.schema import load_yaml
from careercraft.documents.gates import cuts, written
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.student_plan import PlanInput, marks
from careercraft.documents.wording import LOCALES, wording

HERE = Path(__file__).parent
ROUTES = {"SAT": "sat", "ACT": "act", "TSIA2": "tsia2"}
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "SAT": {"rla": ("ebrw",), "math": ("math",)},
    "ACT": {"rla": ("english_plus_reading",), "math": ("math",)},
    "TSIA2": {"rla": ("elar_crc", "essay"), "math": ("math_crc",)},
}
"""What of each test speaks for a subject; of several parts, each is needed."""


class NoticeInput(NamedTuple):
    """The testing day as a family reads it; the student comes as a plan's input does."""

    test: str
    subject: str
    """both, rla or math."""
    held_on: date
    starts: str
    where: str
    bring: str
    covered: bool


class Row(NamedTuple):
    """A part of the test: the best result so far, and what is needed."""

    title: str
    best: str
    missing: str


class Notice(NamedTuple):
    """What the template prints."""

    school: str
    district: str
    day: str
    heading: str
    greeting: str
    opening: str
    facts: tuple[tuple[str, str], ...]
    why_heading: str
    why: str
    subjects: tuple[Row, ...]
    fee: str
    help: str
    signed: str
    marks_heading: str
    marks: tuple[str, ...]
    about: str
    footer: str


def render(plan: PlanInput, testing: NoticeInput, language: str) -> Printed:
    """Print the notice in ``en`` or ``es``; it names its own student and nobody else.

    Raises ``KeyError`` for another language and ``NotPrintable`` when the page would be incomplete.
    """
    page = _template().render(
        letter=contents(plan, testing, language), w=notice_words(language), lang=LOCALES[language]
    )
    return render_pdf(page, sheet("testing_notice"), numbered=sheet("numbered_pages", alone=True))


def contents(plan: PlanInput, testing: NoticeInput, language: str) -> Notice:
    """Return everything a notice says, in words, before it is set."""
    w = notice_words(language)
    on = day(testing.held_on, language)
    named = {"name": plan.student_name, "test": w["tests"][testing.test], "date": on}
    return Notice(
        school=plan.school_name,
        district=plan.district_name,
        day=day(plan.judged_on, language),
        heading=str(w["heading"]).format(**named),
        greeting=str(w["greeting"]).format(**named),
        opening=str(w["opening"]).format(**named),
        facts=tuple(_facts(plan, testing, language)),
        why_heading=str(w["why_heading"]).format(**named),
        why=str(w["why_settled" if plan.result.state is State.MET else "why"]).format(**named),
        subjects=tuple(_rows(plan, testing, language)),
        fee=str(w["fee_covered" if testing.covered else "fee_open"]),
        help=str(w["help"]).format(counselor=_counselor(plan, w), **named),
        signed=plan.counselor_name or "",
        marks_heading=str(wording(language)["marks"]["heading"]),
        marks=marks(plan, language),
        about=_about(plan, language),
        footer=f"{plan.district_name} · {w['footer']}",
    )


@lru_cache(maxsize=len(LOCALES))
def notice_words(language: str) -> Mapping[str, Any]:
    """Return the words of the notice; raises ``KeyError`` for another language."""
    name = f"testing.{LOCALES[language][:2]}.yaml"
    words: Mapping[str, Any] = load_yaml((HERE / "words" / name).read_text("utf-8"), name)
    return words


def _facts(plan: PlanInput, testing: NoticeInput, language: str) -> Iterator[tuple[str, str]]:
    w = notice_words(language)
    yield w["student"], plan.student_name
    yield w["test"], f"{w['tests'][testing.test]}{w['only'][testing.subject]}"
    yield w["date"], _weekday(testing.held_on, language)
    for name in ("starts", "where", "bring"):
        if value := getattr(testing, name):
            yield w[name], value


def _weekday(on: date, language: str) -> str:
    return format_date(on, "full", locale=LOCALES[language].replace("-", "_"))


def _rows(plan: PlanInput, testing: NoticeInput, language: str) -> Iterator[Row]:
    """The parts of the subjects that the test could still open."""
    w = notice_words(language)
    needed = cuts(rules_for_class(int(plan.result.class_of)))
    for subject in plan.result.indicators["tsi"].parts:
        if testing.subject not in ("both", subject.id) or subject.state is State.MET:
            continue
        route = next((one for one in subject.parts if one.id == ROUTES[testing.test]), None)
        for part in PARTS[testing.test][subject.id]:
            what = f"{testing.test}.{part}"
            missing = str(w["needed"]).format(needed=written(needed[what]))
            yield Row(str(w["parts"][part]), _best(route, what, language), missing)


def _best(route: Finding | None, what: str, language: str) -> str:
    w = notice_words(language)
    facts = (leaf.fact for leaf in (_leaves(route) if route else ()) if leaf.fact)
    fact = next((one for one in facts if one.what == f"what.{what}"), None)
    if fact is None:
        return str(w["nothing_yet"])
    if fact.date is None:
        return written(fact.value)
    return str(w["result_on"]).format(value=written(fact.value), date=day(fact.date, language))


def _leaves(finding: Finding) -> Iterator[Finding]:
    if not finding.parts:
        yield finding
    for part in finding.parts:
        yield from _leaves(part)


def _counselor(plan: PlanInput, w: Mapping[str, Any]) -> str:
    if plan.counselor_name is None:
        return str(w["counselor"]["unnamed"])
    return str(w["counselor"]["named"]).format(name=plan.counselor_name)


def _about(plan: PlanInput, language: str) -> str:
    w = notice_words(language)
    through = day(plan.data_through, language) if plan.data_through else w["no_data"]
    return str(w["about"]).format(
        through=through, class_of=int(plan.result.class_of), name=plan.student_name
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("testing_notice.html")
