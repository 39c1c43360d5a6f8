"""How hard the words of a family paper are, by the formulas of readability for each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

HARDEST_GRADE = 8
"""The school's promise: words that a sixth to eighth grader reads."""
EASY_IN_SPANISH = 65
"""From here on a Spanish text counts as fairly easy, from 55 on as normal (Barrio-Cantalejo and
others, 2008)."""
GAP = re.compile(r"{(\w+)}")
SHORT = {"CCMR": "this", "FERPA": "law", "TSI": "law"}
SHORT_IN_SPANISH = {"CCMR": "esto", "FERPA": "ley", "TSI": "ley", "(a)": ""}
VOWELS = re.compile(r"[aeiouyáéíóúü]+")
STRONG = re.compile(r"[aeoáéíóú]")


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file of words, with where it stands."""
    if isinstance(words, str):
        yield path, words
    else:
        for key, inner in words.items():
            yield from leaves(inner, f"{path}.{key}")


def prose_of(words: Any, language: str = "en") -> str:
    """The whole sentences of a file of words, with a name in each gap."""
    texts = [text for _, text in leaves(words) if text.endswith(".")]
    prose = GAP.sub("Ana", " ".join(texts))
    for short, word in (SHORT if language == "en" else SHORT_IN_SPANISH).items():
        prose = prose.replace(short, word)
    return prose


def school_grade(prose: str) -> float:
    """The school grade in which an English text is read (Kincaid and others, 1975)."""
    sentences = _sentences(prose)
    read = re.findall(r"[a-z]+", prose.lower().replace("’", ""))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word)))) for word in read)
    return 0.39 * len(read) / len(sentences) + 11.8 * syllables / len(read) - 15.59


def ease_in_spanish(prose: str) -> float:
    """How easily a Spanish text is read, from 0 to 100 (Szigriszt Pazos, 1993)."""
    read = re.findall(r"[a-záéíóúüñ]+", prose.lower())
    syllables = sum(_spanish_syllables(word) for word in read)
    return 206.835 - 62.3 * syllables / len(read) - len(read) / len(_sentences(prose))


def _sentences(prose: str) -> list[str]:
    return [one for one in re.split(r"[.;:?]\s*", prose) if one]


def _spanish_syllables(word: str) -> int:
    """One per run of vowels, and one more for each strong vowel after the first in it."""
    runs = VOWELS.findall(re.sub(r"([gq])u(?=[eéií])", r"\1", word))
    return max(1, sum(max(1, len(STRONG.findall(run))) for run in runs))
