"""Letters of the records office: every letter in both languages, complete and tagged."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest

from careercraft.documents.letter import LANGUAGES, LetterInput, contents, letter_words, render
from careercraft.privacy.cases.facts import Kind, Letter
from tests.documents.reading import opened, text_of

GIVEN = {
    "reason": "Motivo xyz",
    "hearing_on": "2026-12-15",
    "hearing_at": "4 pm",
    "place": "Board room",
    "summary": "Summary xyz",
    "reasons": "Reasons xyz",
    "statement": "Statement xyz",
    "what_is_done": "Work xyz",
}
ITEM = {
    "what": "SAT",
    "on": "2025-10-04",
    "name": "math",
    "current": 510,
    "asked": 560,
    "subject": "evidence",
    "field": "parts.math",
    "ground": "inaccurate",
    "decision": "deny",
    "outcome": "lost",
    "amended": True,
    "reasons": "Decision xyz",
}
DAYS = dict.fromkeys(("access", "decision", "deletion", "identity", "hearing_window"), "2026-12-17")
ENGLISH = re.compile(r"\b(the|your|you|record|request|hearing|we|school)\b", re.IGNORECASE)


def content(kind: str = "amendment", **changed: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "written_on": "2026-11-16",
        "number": 7,
        "kind": kind,
        "received_on": "2026-11-02",
        "requester": "Marisol Núñez",
        "contact": "12 Mesquite Ln\nCottonwood Bend",
        "asks": "Palabras xyz",
        "student": "Rosa Núñez",
        "local_id": "004411",
        "campus": "Bluebonnet HS",
        "district": "Cottonwood Bend ISD",
        "smallest": 10,
        "writer": "Paul Trevino",
        "officer": "Lorraine Abbott",
        "items": [ITEM],
        "given": GIVEN,
        "days": DAYS,
    }
    return plain | changed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_written_in_both_languages(language: str) -> None:
    assert set(letter_words(language)["letters"]) == {letter.value for letter in Letter}


def test_both_languages_say_the_same_things_in_the_same_order() -> None:
    english, spanish = (letter_words(language) for language in LANGUAGES)
    for letter in Letter:
        en, es = (words["letters"][letter.value]["body"] for words in (english, spanish))
        assert [_asks(line) for line in en] == [_asks(line) for line in es], letter


def _asks(line: str) -> tuple[str, list[str]]:
    names = sorted(name for _, name, _, _ in Formatter().parse(line) if name)
    return (
        line.split(" ", maxsplit=1)[0] + line.split(" ")[1] if line.startswith("@kind") else "",
        names,
    )


@pytest.mark.parametrize("letter", Letter)
@pytest.mark.parametrize("kind", Kind)
def test_no_letter_is_left_without_a_paragraph_that_its_case_needs(
    letter: Letter, kind: Kind
) -> None:
    written = contents(LetterInput(letter.value, content(kind.value)), "en")
    own = [
        line
        for line in letter_words("en")["letters"][letter.value]["body"]
        if not line.startswith("@kind") or line.split(" ")[1] == kind.value
    ]
    assert len(written.blocks) == len(own)
    assert not any("{" in block.text for block in written.blocks)


@pytest.mark.parametrize("letter", Letter)
def test_no_english_is_left_in_a_spanish_letter(letter: Letter) -> None:
    written = contents(LetterInput(letter.value, content()), "es")
    said = " ".join(
        [written.subject, *(block.text for block in written.blocks)]
        + [cell for block in written.blocks for row in block.rows for cell in row]
    )
    said = said.replace("Family Educational Rights", "").replace("Student Privacy Policy", "")
    assert not ENGLISH.findall(said), said
    assert "matemáticas" in said or "SAT" not in said


def test_the_denial_tells_of_the_hearing_its_last_day_and_representation() -> None:
    written = contents(LetterInput("denied", content()), "en")
    said = " ".join(block.text for block in written.blocks)
    for needed in ("right to a hearing", "December 17, 2026", "attorney", "place a statement"):
        assert needed in said


def test_the_hearing_decision_holds_evidence_reasons_and_the_outcome_of_each_part() -> None:
    written = contents(LetterInput("hearing_decision", content()), "en")
    said = " ".join(block.text for block in written.blocks)
    assert "Summary xyz" in said
    assert "Reasons xyz" in said
    assert any(block.rows for block in written.blocks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_a_tagged_pdf_whose_title_names_nobody(language: str) -> None:
    printed = render(LetterInput("denied", content()), language)
    assert printed.pages <= 2
    with opened(printed.content) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == {"en": "en-US", "es": "es-US"}[language]
    text = text_of(printed.content)
    assert "Rosa Núñez" in text
    assert "004411" in text
    title = contents(LetterInput("denied", content()), language).subject
    assert "Núñez" not in title


def test_a_letter_stays_on_two_pages_even_when_families_write_at_length() -> None:
    long = content(asks="Una frase bastante larga sobre el puntaje. " * 40)
    assert render(LetterInput("received", long), "es").pages <= 2
