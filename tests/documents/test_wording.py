"""The fixed words: the same ones in both languages, and no language in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from string import Formatter
from typing import Any

import pytest

from careercraft.documents.wording import LOCALES, month, short_day, wording

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|with|without|for|from|this|that|not|no longer|needs?|needed|by|"
    r"through|on file|what|which|whom|student|school|counselor|grade|date|rules?|records?|only)\b",
    re.IGNORECASE,
)
SPANISH = re.compile(
    r"\b(el|la|los|las|un|una|de|del|con|sin|para|por|que|qué|se|su|y|o|escuela|estudiante|fecha)\b",
    re.IGNORECASE,
)
FIELD_WORDS = re.compile(r"sunsetting IBC|EBRW|associate degree", re.IGNORECASE)
INFORMAL = re.compile(
    r"\b(tú|tu|tus|te|ti|habla|pregunta|vuelve|toma|puedes|tienes)\b", re.IGNORECASE
)


def leaves(words: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for key, value in words.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{path}{key}/")
        else:
            yield f"{path}{key}", value


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def plain(text: str) -> str:
    """A text without its blanks and without the field's own English words."""
    return FIELD_WORDS.sub("", re.sub(r"{.*?}", "", text))


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    english, spanish = dict(leaves(wording("en"))), dict(leaves(wording("es")))
    assert len(english) > 100
    assert english.keys() == spanish.keys()
    assert {key for key in english if blanks(english[key]) != blanks(spanish[key])} == set()


def test_no_english_is_left_in_the_spanish_words() -> None:
    words = dict(leaves(wording("es")))
    assert {key: text for key, text in words.items() if ENGLISH.search(plain(text))} == {}


def test_no_spanish_is_left_in_the_english_words() -> None:
    words = dict(leaves(wording("en")))
    assert {key: text for key, text in words.items() if SPANISH.search(plain(text))} == {}


def test_the_spanish_words_say_usted() -> None:
    words = dict(leaves(wording("es")))
    assert {key: text for key, text in words.items() if INFORMAL.search(text)} == {}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (ENGLISH, "Pregunte a the counselor"),
        (SPANISH, "Ask su counselor"),
        (INFORMAL, "Habla con tu consejero"),
    ],
)
def test_a_slip_is_seen(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(plain(text))


def test_no_word_is_empty() -> None:
    assert [
        key for lang in LOCALES for key, text in leaves(wording(lang)) if not text.strip()
    ] == []


def test_another_language_is_refused() -> None:
    with pytest.raises(KeyError):
        wording("fr")


@pytest.mark.parametrize(
    ("language", "day", "in_month"),
    [("en", "Jun 30, 2027", "Jun 2027"), ("es", "30 jun 2027", "jun 2027")],
)
def test_dates_follow_the_language(language: str, day: str, in_month: str) -> None:
    assert short_day(date(2027, 6, 30), language) == day
    assert month(date(2027, 6, 30), language) == in_month
