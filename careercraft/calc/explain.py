"""Put findings into sentences, in English or Spanish. Wording only: nothing here decides
anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from careercraft.calc.findings import Gap, Message, Quantity, Term, When
from careercraft.calc.params.schema import load_yaml

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "es")


class UnknownLanguage(ValueError):  # noqa: N818 - it reads as the sentence it is
    """There are no words in that language."""


@lru_cache(maxsize=len(LANGUAGES))
def catalog(language: str) -> Mapping[str, Any]:
    """Return all the words of a language (``en`` or ``es``), those of all its files together."""
    if language not in LANGUAGES:
        raise UnknownLanguage(f"There are words in {' and '.join(LANGUAGES)}, not in {language!r}.")
    words: dict[str, Any] = {}
    for path in sorted(WORDS.glob(f"*{language}.yaml")):
        for section, entries in load_yaml(path.read_text("utf-8"), path.name).items():
            words[section] = {**words[section], **entries} if section in words else entries
    return words


def sentence(message: Message, language: str = "en") -> str:
    """Return a message as one or more sentences."""
    words = catalog(language)
    if message.key == "joined":
        return " ".join(sentence(one, language) for one in _messages(message))
    template: str = words["messages"][message.key]
    return fill(template, message.values, language)


def fill(template: str, values: Mapping[str, object], language: str) -> str:
    """Return a template with its values filled in, each worded for the language."""
    return template.format_map(_Worded(values, catalog(language)))


def title(indicator: str, language: str = "en") -> str:
    """Return the full name of an indicator."""
    name: str = catalog(language)["indicators"][indicator]["title"]
    return name


def short_title(indicator: str, language: str = "en") -> str:
    """Return the short name of an indicator, for a column or a chip."""
    name: str = catalog(language)["indicators"][indicator]["short"]
    return name


def part_title(part: str, language: str = "en") -> str:
    """Return the name of a part of an indicator, for example ``math`` or ``tsia2``."""
    words = catalog(language)
    if part in words["indicators"]:
        return short_title(part, language)
    name: str = words["parts"][part]
    return name


def state_word(state: str, language: str = "en") -> str:
    """Return the word for a state."""
    word: str = catalog(language)["states"][state]
    return word


def level_word(level: str, language: str = "en") -> str:
    """Return the word for a level of the tiered edition."""
    word: str = catalog(language)["levels"][level]
    return word


def standing_word(standing: str, language: str = "en") -> str:
    """Return how sure a value is, in words."""
    word: str = catalog(language)["standings"][standing]
    return word


def gap_amount(gap: Gap, language: str = "en") -> str:
    """Return a gap's amount with its unit, for example "20 points"."""
    return _quantity(Quantity(gap.amount, gap.unit), catalog(language))


def term(id_: str, language: str = "en") -> str:
    """Return a word of the field, for example what a gap is measured on."""
    word: str = catalog(language)["terms"][id_]
    return word


def day(on: date, language: str = "en") -> str:
    """Return a date in words."""
    return _day(on, catalog(language))


def _messages(message: Message) -> tuple[Message, ...]:
    messages = message.values["messages"]
    return messages if isinstance(messages, tuple) else ()


class _Worded(dict[str, str]):
    """Values that are put into words when a template asks for them, and only then."""

    def __init__(self, values: Mapping[str, object], words: Mapping[str, Any]) -> None:
        super().__init__()
        self._values = values
        self._words = words

    def __missing__(self, key: str) -> str:
        return _worded(self._values[key], self._words)


def _worded(value: object, words: Mapping[str, Any]) -> str:
    if isinstance(value, Term):
        return str(words["terms"][value.id])
    if isinstance(value, Quantity):
        return _quantity(value, words)
    if isinstance(value, When):
        on = value.on
        return "" if on is None else str(words["phrases"]["when"]).format(date=_day(on, words))
    if isinstance(value, date):
        return _day(value, words)
    if isinstance(value, tuple):
        return _alternatives([_worded(one, words) for one in value], words)
    return _number(value)


def _quantity(quantity: Quantity, words: Mapping[str, Any]) -> str:
    form = "one" if quantity.amount == 1 else "other"
    template: str = words["units"][quantity.unit][form]
    return template.format(n=_number(quantity.amount))


def _day(on: date, words: Mapping[str, Any]) -> str:
    month = words["months"][on.month - 1]
    return str(words["phrases"]["date"]).format(day=on.day, month=month, year=on.year)


def _alternatives(items: list[str], words: Mapping[str, Any]) -> str:
    if len(items) <= 1:
        return "".join(items)
    *first, last = items
    return f"{', '.join(first)} {words['phrases']['or']} {last}"


def _number(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
