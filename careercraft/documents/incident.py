"""What is sent about an incident: the letter to those affected, the report to the state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.calc.params.schema import load_yaml
from careercraft.documents.letter import long_day
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.wording import LOCALES

HERE = Path(__file__).parent


class LetterInput(NamedTuple):
    """What a letter says: about whose record, and each item of the report by its id."""

    district: str
    campus: str
    student: str
    to_student: bool
    number: int
    discovered_on: date
    written_on: date
    items: tuple[tuple[str, str], ...]
    writer: str


class ReportInput(NamedTuple):
    """What the report says: each item under its label. `affected`: None while not settled."""

    district: str
    number: int
    discovered_at: datetime
    written_on: date
    affected: int | None
    readable: str
    items: tuple[tuple[str, str], ...]
    writer: str


def render_letter(written: LetterInput, language: str) -> Printed:
    """Return the letter as a tagged PDF in ``en`` or ``es``; raises ``KeyError`` for another."""
    words = incident_words(language)
    letter = words["letter"]
    values = {
        "student": written.student,
        "district": written.district,
        "day": long_day(written.discovered_on.isoformat(), language),
    }
    html = _template("incident_letter.html").render(
        i=written,
        w=letter,
        lang=LOCALES[language],
        day=long_day(written.written_on.isoformat(), language),
        addressee=letter["to_student" if written.to_student else "to_parents"].format(**values),
        opening=letter["opening_student" if written.to_student else "opening"].format(**values),
        items=[(letter["items"][id_], text) for id_, text in written.items],
        footer=letter["footer"].format(district=written.district, number=written.number),
    )
    return render_pdf(html, sheet("letter"), numbered=sheet("numbered_pages", alone=True))


def render_report(written: ReportInput) -> Printed:
    """Return the report as a tagged PDF, in English."""
    words = incident_words("en")["report"]
    html = _template("incident_report.html").render(
        i=written,
        w=words,
        day=long_day(written.written_on.isoformat(), "en"),
        discovered=_moment(written.discovered_at),
        readable=words["readable"][written.readable],
        affected=words["not_settled"] if written.affected is None else f"{written.affected:,}",
        footer=words["footer"].format(district=written.district, number=written.number),
    )
    return render_pdf(html, sheet("letter"), numbered=sheet("numbered_pages", alone=True))


def _moment(at: datetime) -> str:
    """A moment by the clock of its own zone."""
    return str(format_datetime(at, "MMMM d, y, h:mm a z", tzinfo=at.tzinfo, locale="en_US"))


@lru_cache(maxsize=2)
def incident_words(language: str) -> Mapping[str, Any]:
    """Return the words of a language; raises ``KeyError`` for one that is not there."""
    name = f"incident.{LOCALES[language][:2]}.yaml"
    words: Mapping[str, Any] = load_yaml((HERE / "words" / name).read_text("utf-8"), name)
    return words


@lru_cache(maxsize=2)
def _template(name: str) -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
