"""Every message, term and action has its words in both languages, with the same blanks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import careercraft.calc
from careercraft.calc import Message, sentence, short_title, title
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.explain import (
    LANGUAGES,
    UnknownLanguage,
    catalog,
    gap_amount,
    level_word,
    part_title,
    standing_word,
    state_word,
)
from careercraft.calc.findings import Finding, Gap, Quantity, Term, When
from careercraft.calc.steps import EFFORT
from tests.calc.students import NOTHING, RICH, judged

ROOT = Path(careercraft.calc.__file__).parent


def leaves(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(words, dict):
        for key, value in words.items():
            yield from leaves(value, f"{path}/{key}")
    elif isinstance(words, list):
        for place, value in enumerate(words):
            yield from leaves(value, f"{path}/{place}")
    else:
        yield path, words


def blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def every(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in finding.parts:
        yield from every(part)


def test_both_languages_have_the_same_keys_and_blanks() -> None:
    english, spanish = (dict(leaves(catalog(language))) for language in LANGUAGES)
    assert len(english) > 200
    assert set(english) == set(spanish)
    different = [key for key in english if blanks(english[key]) != blanks(spanish[key])]
    assert different == []


def test_no_sentence_is_left_in_the_other_language() -> None:
    english, spanish = (catalog(language)["messages"] for language in LANGUAGES)
    same = [key for key in english if english[key] == spanish[key] and key != "joined"]
    assert same == []


def message_keys_in_code() -> set[str]:
    """Every literal key of a Message in the code, and the endings that complete a family."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if call and node.func.id == "Message" and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def test_every_message_in_the_code_has_words() -> None:
    keys = message_keys_in_code()
    assert "military_none" in keys
    assert keys <= set(catalog("en")["messages"])


def test_every_message_with_words_is_used_in_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py")))
    words = {word.strip("_") for word in re.findall(r"[a-z0-9_]+", code)}

    def used(key: str) -> bool:
        pieces = key.split("_")
        splits = [("_".join(pieces[:cut]), "_".join(pieces[cut:])) for cut in range(len(pieces))]
        return key in words or any(start in words and end in words for start, end in splits[1:])

    unused = [key for key in catalog("en")["messages"] if not used(key)]
    assert unused == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("class_of", [2021, 2024, 2026, 2028, 2030])
@pytest.mark.parametrize("given", [RICH, NOTHING, {}])
def test_every_finding_can_be_said(language: str, class_of: int, given: dict[str, Any]) -> None:
    given = {key: value for key, value in given.items() if key != "class_of"}
    not_known = [] if given else ["scores", "courses", "credentials", "enlistments"]
    result = judged(class_of, given, not_known)
    findings = [one for indicator in result.indicators.values() for one in every(indicator)]
    said = [sentence(finding.because, language) for finding in findings]
    assert all(part_title(finding.id, language) for finding in findings)
    assert len(said) > len(result.indicators)
    assert all(text and "{" not in text and text.endswith(".") for text in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_has_a_title_and_a_short_title(language: str) -> None:
    assert set(INDICATORS) == set(catalog(language)["indicators"])
    assert all(title(id_, language) and short_title(id_, language) for id_ in INDICATORS)


def test_every_action_has_words() -> None:
    assert set(EFFORT) == set(catalog("en")["actions"])


def test_a_short_score_is_said_with_gap_score_and_day_in_english() -> None:
    values = {
        "subject": Term("subject.math"),
        "gap": Quantity(20, "points"),
        "required": 530,
        "test": Term("test.SAT.math"),
        "score": 510,
        "when": When(date(2025, 10, 4)),
    }
    message = Message("score_short", values)
    assert sentence(message) == "Math: 20 points short of 530 on the SAT (510 on Oct 4, 2025)."
    assert sentence(message, "es") == (
        "Matemáticas: 20 puntos por debajo de 530 en el SAT (510 el 4 de octubre de 2025)."
    )


def test_a_single_unit_is_said_in_the_singular() -> None:
    assert gap_amount(Gap(1, "hours", "what.dual_credit.ela", Decimal(1))) == "1 hour"
    assert gap_amount(Gap(Decimal("1.50"), "hours", "what.cte", Decimal(1))) == "1.5 hours"
    assert gap_amount(Gap(2, "credits", "what.cte", Decimal(1)), "es") == "2 créditos"


def test_a_day_that_is_not_known_is_left_out() -> None:
    assert sentence(Message("associate_degree_met", {"when": When(None)})) == (
        "Associate degree earned."
    )


def test_several_sources_are_listed_as_alternatives() -> None:
    sources = tuple(Term(f"source.{kind}") for kind in ("SAT", "ACT", "TSIA2"))
    assert sentence(Message("not_loaded", {"sources": sources})) == (
        "No SAT scores, ACT scores or TSIA2 scores have been loaded yet, so this cannot be decided."
    )


def test_states_levels_standings_and_subjects_have_words() -> None:
    assert state_word("unknown") == "No data"
    assert level_word("advanced", "es").startswith("Avanzado")
    assert standing_word("assumed").startswith("assumed")
    assert part_title("rla") == "Reading and language arts"


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UnknownLanguage, match="en and es"):
        catalog("fr")
