"""The letter to the family: one page of plain words about one student, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.documents.family_letter import Letter, contents, letter_words, render
from careercraft.documents.student_plan import PlanInput
from tests.documents import golden, plans, reading
from tests.documents.plain_words import (
    EASY_IN_SPANISH,
    GAP,
    HARDEST_GRADE,
    ease_in_spanish,
    leaves,
    prose_of,
    school_grade,
)
from tests.documents.plans import plan
from tests.documents.test_student_plan import LONG_NAMES


def said(name: str, language: str = "en", own_words: str = "", **changed: Any) -> Letter:
    return contents(plan(plans.CASES[name], **changed), own_words, language)


def words(name: str, language: str = "en") -> str:
    return reading.words_of(plans.letter(name, language).content)


@pytest.mark.parametrize("language", golden.LANGUAGES)
@pytest.mark.parametrize("name", golden.LETTERS)
def test_the_text_is_the_one_that_was_approved(name: str, language: str) -> None:
    approved = golden.letter_path(name, language).read_text("utf-8")
    assert golden.letter_now(name, language).split() == approved.split()


def test_every_approved_text_is_compared() -> None:
    expected = {golden.letter_path(n, lang) for n in golden.LETTERS for lang in golden.LANGUAGES}
    assert set(golden.FOLDER.glob("family_letter_*.txt")) == expected


@pytest.mark.parametrize("language", golden.LANGUAGES)
@pytest.mark.parametrize("name", golden.LETTERS)
def test_the_letter_is_one_page(name: str, language: str) -> None:
    assert plans.letter(name, language).pages == 1


def test_the_longest_names_and_the_longest_sentence_still_fit_on_one_page() -> None:
    printed = render(plan(plans.NEAR, **LONG_NAMES), "word " * 48, "es")
    assert printed.pages == 1


def test_spanish_says_everything_that_english_says() -> None:
    english, spanish = dict(leaves(letter_words("en"))), dict(leaves(letter_words("es")))
    assert set(english) == set(spanish)
    for path, text in english.items():
        assert set(GAP.findall(text)) == set(GAP.findall(spanish[path])), path
        if len(text) > 8:
            assert text != spanish[path], f"{path} is not translated"


def test_no_english_sentence_stands_in_the_spanish_letter() -> None:
    spanish = words("near", "es").replace(plans.OWN_WORDS, "")
    english = [text for _, text in leaves(letter_words("en")) if len(text) > 12 and "{" not in text]
    assert [text for text in english if text in spanish] == []


def test_the_fixed_sentences_are_read_by_a_sixth_to_eighth_grader() -> None:
    assert school_grade(prose_of(letter_words("en"))) < HARDEST_GRADE


def test_the_fixed_sentences_in_spanish_are_fairly_easy() -> None:
    assert ease_in_spanish(prose_of(letter_words("es"), "es")) > EASY_IN_SPANISH


def test_what_is_done_and_what_is_missing_name_the_half_of_tsi_and_the_score_in_reach() -> None:
    letter = said("near")
    assert any("one of the two subjects of TSI" in line for line in letter.done)
    assert "For TSI, Mathematics: the best SAT result is 510; 530 is needed." in letter.missing


def test_whoever_is_ready_lacks_nothing_and_is_sent_to_no_test() -> None:
    letter = said("met")
    assert letter.missing == ("Nothing more is needed for CCMR.",)
    assert letter.ways.shortest == ()


def test_two_ways_with_dates_and_whom_to_ask_for_whoever_is_not() -> None:
    letter = said("near")
    assert len(letter.ways.shortest) == 2
    assert all(row.last_day and row.ask for way in letter.ways.shortest for row in way)


def test_a_graduate_is_not_told_that_there_is_time() -> None:
    assert "time" not in said("graduate_not_met").standing.sentence


def test_the_counselors_own_sentence_stands_there_word_for_word_or_not_at_all() -> None:
    mine = 'Call <b>me</b> "soon" & often {name}'
    printed = render(plan(plans.NEAR), mine, "en")
    assert mine in reading.words_of(printed.content)
    assert said("near").own_words is None


def test_the_right_to_a_correction_is_one_sentence() -> None:
    for language in golden.LANGUAGES:
        right = said("near", language).right
        assert right.count(". ") == 0
        assert "FERPA" in right


def test_nobody_is_named_outside_the_page() -> None:
    with reading.opened(plans.letter("near", "en").content) as document:
        outside = f"{dict(document.docinfo)} {document.Root.Metadata.read_bytes().decode()}"
        with document.open_outline() as outline:
            outside += " ".join(item.title for item in outline.root)
    assert "Letter to the family" in outside
    assert [name for name in ("Daniela", "Cantú", "Marisol") if name in outside] == []


def test_the_letter_is_tagged_with_headings_lists_and_a_table() -> None:
    tags = reading.tags_of(plans.letter("near", "es").content)
    kinds = [tag for tag, _ in tags]
    assert kinds.count("H1") == 1
    assert {"H2", "H3", "L", "LI", "Table", "TH", "TD", "P"} <= set(kinds)
    assert {scope for tag, scope in tags if tag == "TH"} == {"Column", "Row"}


def test_an_unknown_counselor_is_written_around() -> None:
    letter = said("near", counselor_name=None)
    assert letter.school.startswith("The counselor goes over these ways")
    assert letter.signed == ("", "Bluebonnet High School")


def test_the_letter_is_made_of_what_the_plan_is_made_of() -> None:
    assert render.__annotations__["plan"] in (PlanInput, "PlanInput")
