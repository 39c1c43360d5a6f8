"""The fixed words of printed documents, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date

from careercraft.calc.params.schema import load_yaml

FOLDER = Path(__file__).parent / "words"
LOCALES = {"en": "en-US", "es": "es-US"}


@lru_cache(maxsize=len(LOCALES))
def wording(language: str) -> Mapping[str, Any]:
    """Return the words of a language, ``en`` or ``es``, by section and name.

    Raises ``KeyError`` for another language.
    """
    name = f"{LOCALES[language][:2]}.yaml"
    words: Mapping[str, Any] = load_yaml((FOLDER / name).read_text("utf-8"), name)
    return words


def short_day(on: date, language: str) -> str:
    """Return a day for a column or a footer, with the month shortened."""
    return format_date(on, "medium", locale=LOCALES[language].replace("-", "_"))


def month(on: date, language: str) -> str:
    """Return the month of a day and its year."""
    return format_date(on, "MMM y", locale=LOCALES[language].replace("-", "_"))
