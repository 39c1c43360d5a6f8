"""The fixed words of printed documents, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

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
