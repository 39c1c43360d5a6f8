"""The public privacy page: made from the schedule, the vendors, the promises and the terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from careercraft.filters import number
from careercraft.privacy.access import NotFound
from careercraft.privacy.parameters import in_force
from careercraft.privacy.promises import (
    Statement,
    Terms,
    Vendor,
    announced,
    holding,
    page_words,
    statements,
    vendors,
    versions,
)
from careercraft.privacy.retention import NO_PERIOD, RecordKind, schedule

LANGUAGES = ("en", "es")


class Kept(NamedTuple):
    """One kind of record as families read it."""

    title: str
    what: str
    why: str
    how_long: str


class PrivacyPage(NamedTuple):
    """Everything that the public page shows, in one language."""

    language: str
    other: str
    words: Mapping[str, Any]
    rights: str
    promises: tuple[Statement, ...]
    kept: tuple[Kept, ...]
    vendors: tuple[Vendor, ...]
    versions: tuple[Terms, ...]


class TermsPage(NamedTuple):
    """The terms that hold, and those that are announced."""

    language: str
    other: str
    words: Mapping[str, Any]
    now: Terms
    coming: Terms | None


def privacy_page(language: str, on: date) -> PrivacyPage:
    """The page in a language; raises `NotFound` for another than English or Spanish."""
    words = _words(language)
    kept = tuple(
        Kept(
            kind.title[language],
            kind.what[language],
            kind.why[language],
            _how_long(kind, words, on),
        )
        for kind in schedule()
    )
    known = tuple(one for one in reversed(versions()) if one.announced_on <= on)
    return PrivacyPage(
        language, _other(language), words, _rights(words, on), statements(), kept, vendors(), known
    )


def terms_page(language: str, on: date) -> TermsPage:
    """The terms in a language; raises `NotFound` for another than English or Spanish."""
    return TermsPage(language, _other(language), _words(language), holding(on), announced(on))


def _rights(words: Mapping[str, Any], on: date) -> str:
    days = in_force("requests", "access_days", on).value
    return str(words["rights_text"]).format(days=days)


def _how_long(kind: RecordKind, words: Mapping[str, Any], on: date) -> str:
    if kind.period in NO_PERIOD:
        return str(words[f"with_{kind.period}"])
    period = in_force("retention", kind.period, on)
    return f"{number(period.value)} {words[period.unit]} {words['after'][kind.clock]}"


def _words(language: str) -> Mapping[str, Any]:
    if language not in LANGUAGES:
        raise NotFound("language")
    return page_words()[language]


def _other(language: str) -> str:
    return "es" if language == "en" else "en"
