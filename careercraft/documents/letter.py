"""A letter of the records office, in English or Spanish: plain words on Letter paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.calc.params.schema import load_yaml
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.wording import LOCALES, short_day

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
DATED = {"hearing_on"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class LetterInput(NamedTuple):
    """Which letter, and what it is to say: names, days as ISO text, the contested parts."""

    letter: str
    content: Mapping[str, Any]


class Block(NamedTuple):
    """A paragraph; or, with `rows`, a table of the contested parts."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


class Contents(NamedTuple):
    """Everything a letter says, in words, before it is set."""

    subject: str
    day: str
    greeting: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
    footer: str


def render(written: LetterInput, language: str) -> Printed:
    """Return the letter as a tagged PDF in ``en`` or ``es``; raises ``KeyError`` for another."""
    html = (
        _templates()
        .get_template("letter.html")
        .render(
            c=written.content,
            letter=contents(written, language),
            w=letter_words(language),
            lang=LOCALES[language],
        )
    )
    return render_pdf(html, sheet("letter"), numbered=sheet("numbered_pages", alone=True))


def contents(written: LetterInput, language: str) -> Contents:
    """Return what a letter says."""
    words, content = letter_words(language), written.content
    own = words["letters"][written.letter]
    values = _values(content, language)
    return Contents(
        subject=_filled(own["subject"], values),
        day=long_day(content["written_on"], language),
        greeting=_filled(words["greeting"], values),
        blocks=tuple(_blocks(own["body"], content, values, language)),
        closing=(
            _filled(words["closing"], values),
            content["writer"],
            words["hearing_officer" if content.get("by_officer") else "office"],
        ),
        footer=_filled(words["footer"], values),
    )


def long_day(text: str, language: str) -> str:
    """Return a day written as ISO text in words; nothing for nothing."""
    if not text:
        return ""
    locale = LOCALES[language].replace("-", "_")
    return format_date(date.fromisoformat(text), "long", locale=locale)


@lru_cache(maxsize=len(LANGUAGES))
def letter_words(language: str) -> Mapping[str, Any]:
    """Return the words of letters in a language; raises ``KeyError`` for another."""
    name = f"letters.{LOCALES[language][:2]}.yaml"
    words: Mapping[str, Any] = load_yaml((HERE / "words" / name).read_text("utf-8"), name)
    return words


def _values(content: Mapping[str, Any], language: str) -> dict[str, str]:
    words = letter_words(language)
    plain = {name: str(value) for name, value in content.items() if not isinstance(value, dict)}
    days = {f"day_{name}": long_day(day, language) for name, day in content["days"].items()}
    given = {
        f"given_{name}": long_day(text, language) if name in DATED else text
        for name, text in content["given"].items()
    }
    return {
        **plain,
        **days,
        **given,
        "received_on": long_day(content["received_on"], language),
        "day_written": long_day(content["written_on"], language),
        "kind": words["kinds"][content["kind"]],
    }


def _blocks(
    body: list[str], content: Mapping[str, Any], values: Mapping[str, str], language: str
) -> list[Block]:
    """The paragraphs in order; one that speaks of a day or an entry that is not there is left out.

    A line `@items` stands for the contested parts that its condition names.
    """
    found = []
    for line in body:
        if line.startswith("@items"):
            rows = _rows(line.removeprefix("@items").strip(), content, language)
            found += [Block(rows=rows)] if rows else []
        elif line.startswith("@kind "):
            kind, _, text = line.removeprefix("@kind ").partition(" ")
            found += [Block(_filled(text, values))] if kind in content["kind"].split() else []
        else:
            text = _filled(line, values)
            found += [Block(text)] if text else []
    return found


def _rows(which: str, content: Mapping[str, Any], language: str) -> tuple[tuple[str, ...], ...]:
    words = letter_words(language)
    return tuple(
        (*_part(item, words, language), _result(item, words))
        for item in content["items"]
        if _named(which, item)
    )


def _part(item: Mapping[str, Any], words: Mapping[str, Any], language: str) -> tuple[str, str, str]:
    """What a part is called, what the record says of it, and what the family asks for."""
    current = _written(item["current"], words, language)
    if item["field"] == "":
        return part_label(item, words, language), words["as_it_stands"], words["taken_out"]
    asked = _written(item["asked"], words, language)
    return part_label(item, words, language), current, asked


def part_label(item: Mapping[str, Any], words: Mapping[str, Any], language: str) -> str:
    """Return what a part of a record is called, from `subject`, `field`, `what`, `on`, `name`."""
    if item["subject"] != "evidence":
        return str(words["fields"].get(item["field"], item["field"]))
    what = ", ".join(words["facts"].get(one, one) for one in item["what"].split(", "))
    dated = f"{what}, {short_day_of(item['on'], language)}" if item["on"] else what
    if item["field"] == "":
        return f"{dated}: {words['whole']}"
    return f"{dated}: {words['fact_fields'].get(item['name'], item['name'])}"


def _written(value: Any, words: Mapping[str, Any], language: str) -> str:
    if value is None or value == "":
        return str(words["nothing"])
    if isinstance(value, bool):
        return str(words["yes" if value else "no"])
    if isinstance(value, str) and _DAY.fullmatch(value):
        return short_day_of(value, language)
    return str(value)


def short_day_of(text: str, language: str) -> str:
    """Return a day written as ISO text, with the month shortened."""
    return short_day(date.fromisoformat(text), language)


def _named(which: str, item: Mapping[str, Any]) -> bool:
    granted = item["decision"] == "grant" or item["outcome"] == "upheld"
    named: dict[str, bool] = {
        "": True,
        "amended": item["amended"],
        "denied": item["decision"] == "deny",
        "heard": item["outcome"] is not None,
        "lost": item["outcome"] == "lost",
        "granted": granted,
    }
    return named[which]


def _result(item: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    if item["outcome"]:
        return str(words["outcomes"][item["outcome"]])
    if item["decision"] is None:
        return str(words["grounds"][item["ground"]])
    decided = str(words["decisions"][item["decision"]])
    return f"{decided}: {item['reasons']}" if item["reasons"] else decided


class _Blanks(dict[str, str]):
    """Marks a paragraph that asks for what is not there."""

    missing = False

    def __missing__(self, key: str) -> str:
        self.missing = True
        return ""


def _filled(text: str, values: Mapping[str, str]) -> str:
    blanks = _Blanks({name: value for name, value in values.items() if value})
    filled = text.format_map(blanks)
    return "" if blanks.missing else filled


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
