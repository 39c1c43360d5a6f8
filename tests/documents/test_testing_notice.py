"""The notice of a testing day: one page of plain words for one family, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from careercraft.documents.testing_notice import Notice, contents, notice_words, render
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
from tests.documents.test_student_plan import LONG_NAMES


def said(name: str, language: str = "en", **changed: Any) -> Notice:
    student, day = plans.notice_parts(name, language)
    return contents(student._replace(**changed), day, language)


@pytest.mark.parametrize("language", golden.LANGUAGES)
@pytest.mark.parametrize("name", plans.NOTICES)
def test_the_text_is_the_one_that_was_approved(name: str, language: str) -> None:
    approved = golden.notice_path(name, language).read_text("utf-8")
    assert golden.notice_now(name, language).split() == approved.split()


def test_every_approved_text_is_compared() -> None:
    expected = {golden.notice_path(n, lang) for n in plans.NOTICES for lang in golden.LANGUAGES}
    assert set(golden.FOLDER.glob("testing_notice_*.txt")) == expected


@pytest.mark.parametrize("language", golden.LANGUAGES)
@pytest.mark.parametrize("name", plans.NOTICES)
def test_the_notice_is_one_page(name: str, language: str) -> None:
    assert plans.notice(name, language).pages == 1


def test_the_longest_names_and_words_of_the_day_still_fit_on_one_page() -> None:
    student, day = plans.notice_parts("far_act", "es")
    long = day._replace(starts="8:15 " * 40, where="norte " * 33, bring="lápiz " * 33)
    assert render(student._replace(**LONG_NAMES), long, "es").pages == 1


def test_spanish_says_everything_that_english_says() -> None:
    english, spanish = dict(leaves(notice_words("en"))), dict(leaves(notice_words("es")))
    assert set(english) == set(spanish)
    for path, text in english.items():
        assert set(GAP.findall(text)) == set(GAP.findall(spanish[path])), path
        if len(text) > 8:
            assert text != spanish[path], f"{path} is not translated"


def test_no_english_sentence_stands_in_the_spanish_notice() -> None:
    spanish = reading.words_of(plans.notice("near_sat", "es").content)
    english = [text for _, text in leaves(notice_words("en")) if len(text) > 12 and "{" not in text]
    assert [text for text in english if text in spanish] == []


def test_the_fixed_sentences_are_read_by_a_sixth_to_eighth_grader() -> None:
    assert school_grade(prose_of(notice_words("en"))) < HARDEST_GRADE


def test_the_fixed_sentences_in_spanish_are_fairly_easy() -> None:
    assert ease_in_spanish(prose_of(notice_words("es"), "es")) > EASY_IN_SPANISH


def test_it_says_what_is_on_file_and_what_is_needed_of_the_part_that_is_open() -> None:
    (row,) = said("near_sat").subjects
    assert (row.title, row.best, row.missing) == ("Math", "510 on Oct 4, 2025", "530 or more")


def test_whoever_is_met_another_way_is_told_why_the_test_still_helps() -> None:
    assert "already shown readiness in another way" in said("met_sat").why
    assert said("met_sat").subjects == ()


def test_who_pays_is_said_and_nobody_is_asked_to_pay_what_is_covered() -> None:
    assert "Your family pays nothing" in said("near_sat").fee
    assert "ask the counselor before you pay" in said("near_tsia2_math").fee


def test_what_nobody_typed_in_has_no_line() -> None:
    labels = [label for label, _ in said("near_tsia2_math").facts]
    assert labels == ["Student", "Test", "Day", "Please bring"]


def test_an_unknown_counselor_is_written_around() -> None:
    notice = said("near_sat", counselor_name=None)
    assert notice.help.startswith("The counselor can answer questions.")
    assert notice.signed == ""


def test_it_names_its_student_only_and_no_accommodation_of_anybody() -> None:
    words = reading.words_of(plans.notice("near_sat", "en").content)
    assert "Daniela Cantú" in words
    assert "extended time" not in words.lower()
    with reading.opened(plans.notice("near_sat", "en").content) as document:
        outside = f"{dict(document.docinfo)} {document.Root.Metadata.read_bytes().decode()}"
    assert [name for name in ("Daniela", "Cantú", "Marisol") if name in outside] == []


def test_the_notice_is_tagged_with_headings_and_tables() -> None:
    tags = reading.tags_of(plans.notice("near_sat", "es").content)
    kinds = [tag for tag, _ in tags]
    assert kinds.count("H1") == 1
    assert {"H2", "Table", "TH", "TD", "P"} <= set(kinds)
    assert {scope for tag, scope in tags if tag == "TH"} == {"Column", "Row"}
