"""The printed plan: what it says, what it must never say, and how it is made."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from careercraft.calc import Level, StudentResult
from careercraft.documents import student_plan
from careercraft.documents.student_plan import Plan, PlanInput, contents, render
from careercraft.documents.ways import Ways
from tests.calc.students import judged
from tests.documents import golden, plans, reading
from tests.documents.plans import dual_credit, plan

LONG_NAMES = {
    "student_name": "María Guadalupe Fernández de la Garza Villarreal",
    "school_name": "Bluebonnet Early College and Career Technology High School",
    "district_name": "Llano River Consolidated Independent School District",
    "counselor_name": "Bartholomew Featherstonehaugh-Rodríguez",
}
DARKEST_GREY = 0x55 / 255


def said(result: StudentResult, language: str = "en", **changed: Any) -> Plan:
    return contents(plan(result, **changed), language)


def words(name: str, language: str = "en") -> str:
    return reading.words_of(plans.printed(name, language).content)


@pytest.mark.parametrize("language", golden.LANGUAGES)
@pytest.mark.parametrize("name", golden.SHOWN)
def test_the_text_is_the_one_that_was_approved(name: str, language: str) -> None:
    approved = golden.path_of(name, language).read_text("utf-8")
    assert golden.text_now(name, language).split() == approved.split()


def test_every_approved_text_is_compared() -> None:
    expected = {golden.path_of(name, lang) for name in golden.SHOWN for lang in golden.LANGUAGES}
    assert set(golden.FOLDER.glob("student_plan_*.txt")) == expected


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["met", "far", "near", "nothing_loaded", "tiered"])
def test_the_usual_student_fits_on_one_page(name: str, language: str) -> None:
    assert plans.printed(name, language).pages == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_fullest_student_fits_on_two_pages(language: str) -> None:
    printed = render(plan(plans.FULLEST, **LONG_NAMES), language)
    text = reading.words_of(printed.content)
    assert printed.pages == 2
    assert text.count(LONG_NAMES["student_name"]) >= 3, "the name heads the second page too"
    assert ("Page 2 of 2" if language == "en" else "Página 2 de 2") in text


def test_a_single_page_has_no_number() -> None:
    assert "Page" not in words("met")


def test_the_page_names_the_student_and_the_people_around() -> None:
    text = words("near")
    for expected in ("Daniela Cantú", "Bluebonnet High School", "Marisol Vega", "Llano River ISD"):
        assert expected in text
    assert dict(said(plans.NEAR).person)["Grade"] == "12"
    assert dict(said(plans.NEAR).person)["Class of"] == "2027"


def test_a_missing_grade_or_counselor_is_said_to_be_missing() -> None:
    person = dict(said(plans.NEAR, grade=None, counselor_name=None).person)
    assert (person["Grade"], person["Counselor"]) == ("not on file", "not on file")
    beside = said(plans.NEAR, counselor_name=None).beside_ways
    assert beside == "The counselor can help with every step."


def test_a_graduate_has_no_grade() -> None:
    assert dict(said(plans.GRADUATE).person)["Grade"] == "graduated"


def test_the_page_holds_only_what_it_is_given() -> None:
    assert set(PlanInput._fields) == {
        "student_name",
        "school_name",
        "district_name",
        "grade",
        "counselor_name",
        "result",
        "bonus",
        "judged_on",
        "data_through",
        "program",
        "contests",  # a family's statement travels with what it contests
        "amendments",  # so does the day of an amendment
        "planned",  # the family signs what was agreed
    }, "a plan leaves the building: a new field needs a reason"


def test_no_reference_to_a_record_is_printed() -> None:
    references = {ref for one in plans.FULLEST.indicators.values() for ref in one.evidence}
    text = words("fullest")
    assert references
    assert [ref for ref in references if ref in text] == []


def test_no_one_is_named_outside_the_page() -> None:
    with reading.opened(plans.printed("near", "en").content) as document:
        outside = f"{dict(document.docinfo)} {document.Root.Metadata.read_bytes().decode()}"
        with document.open_outline() as outline:
            outside += " ".join(item.title for item in outline.root)
    assert "CCMR plan" in outside
    assert [name for name in ("Daniela", "Cantú", "Marisol", "Bluebonnet") if name in outside] == []


def test_a_name_is_text_and_never_markup() -> None:
    name = 'Ana <img src="file:///etc/passwd"> {counselor} "B" & Co'
    assert name in reading.words_of(render(plan(plans.NEAR, student_name=name), "en").content)


@pytest.mark.parametrize(
    ("result", "word", "sentence"),
    [
        (
            plans.MET,
            "Met",
            "has met CCMR for the state’s school ratings, through: TSI, Dual credit.",
        ),
        (plans.FAR, "Not met", "has not met any CCMR indicator yet."),
        (plans.NOTHING_LOADED, "No data", "some records are missing."),
        (plans.GRADUATE_NOT_MET, "Not met", "did not meet any CCMR indicator."),
        (plans.TIERED, "Demonstrated", "has reached the level Demonstrated of CCMR"),
        (plans.TIERED_OPEN, "Not met", "has not reached a level of CCMR yet."),
    ],
)
def test_one_sentence_says_where_the_student_stands(
    result: StudentResult, word: str, sentence: str
) -> None:
    status = said(result).status
    assert status.word == word
    assert status.sentence.startswith(("Daniela Cantú", "Nothing on file", "By the records"))
    assert sentence in status.sentence


def test_who_counts_only_by_a_sunsetting_certification_is_told() -> None:
    result = plans.MET._replace(only_by_sunsetting_ibc=True)
    assert "leaving the state’s list" in said(result).status.sentence


def test_a_level_that_is_not_known_yet_is_not_guessed() -> None:
    status = said(plans.TIERED._replace(level=Level.UNKNOWN)).status
    assert status.word == "Met"
    assert "level is not known yet" in status.sentence


@pytest.mark.parametrize(
    ("result", "heading", "beside"),
    [
        (plans.NEAR, "What next: the two shortest ways", "Marisol Vega, counselor, can help"),
        (plans.GRADUATE_NOT_MET, "What next: the shortest way", "Marisol Vega, counselor,"),
        (plans.TIERED, "What next: ways to a higher level", "Marisol Vega, counselor,"),
        (plans.MET, "What next", "Nothing more is needed for CCMR. Talk with"),
        (plans.GRADUATE, "What next", "Nothing more is needed for CCMR."),
    ],
)
def test_the_ways_are_headed_by_what_they_are(
    result: StudentResult, heading: str, beside: str
) -> None:
    assert said(result).ways_heading == heading
    assert said(result).beside_ways.startswith(beside)


def test_a_graduate_without_any_way_left_is_told_to_bring_records() -> None:
    result = judged(2022, {"graduated_on": "2022-05-28", "diploma_type": "34"})
    assert "after graduation" in said(result).beside_ways


def test_a_student_without_any_short_way_is_sent_to_the_counselor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(student_plan, "ways", lambda *_: Ways((), any_day_assumed=False))
    found = said(plans.FAR)
    assert found.ways_heading == "What next"
    assert found.beside_ways.startswith("The records on file show no short way.")


def test_the_page_says_which_rules_and_which_records_it_rests_on() -> None:
    about = " ".join(said(plans.NEAR).about)
    assert "Records through Nov 10, 2026; printed Nov 16, 2026." in about
    assert "Rules for the class of 2027, ratings of 2028." in about
    assert said(plans.NEAR).footer == (
        "Llano River ISD · Records through Nov 10, 2026 · "
        "Rules for the class of 2027, ratings of 2028"
    )


def test_without_any_dated_record_the_page_says_so() -> None:
    found = said(plans.NEAR, data_through=None)
    assert "No dated record is on file yet; printed Nov 16, 2026." in found.about
    assert "Records" not in found.footer


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            judged(2027, {"courses": [dual_credit("ela", 3)]}),
            "The rules that decided here were read in the state’s own texts.",
        ),
        (plans.NEAR, "Read only in what others wrote about the rule: TSI."),
        (
            plans.GRADUATE,
            "Read only in what others wrote about the rule: AP / IB, IBC, SpEd with advanced plan.",
        ),
        (plans.FULLEST, "Assumed, to be checked before relying on it: TSI, IBC."),
        (plans.TIERED, "the state’s own text was not read."),
        (judged(2028, {}), "These rules are assumed; check them before relying on them."),
    ],
    ids=["read", "one secondary", "some secondary", "some assumed", "all secondary", "all assumed"],
)
def test_what_is_less_than_read_is_said(result: StudentResult, sentence: str) -> None:
    assert sentence in " ".join(said(result).about)


def test_the_tiered_classes_see_levels() -> None:
    found = said(plans.TIERED)
    assert found.indicators_heading == "Indicators and the level each has earned"
    assert found.indicators.rows[0].word == "Demonstrated"


@pytest.mark.parametrize("who", ["Student", "Parent or guardian", "Counselor", "Date"])
def test_there_is_a_line_for_everyone_who_signs(who: str) -> None:
    after = words("near").partition("We talked about this plan together.")[2]
    assert who in after.partition("About this page.")[0]


@pytest.mark.parametrize(("language", "expected"), [("en", "en-US"), ("es", "es-US")])
def test_the_pdf_is_tagged_in_its_language(language: str, expected: str) -> None:
    content = plans.printed("near", language).content
    with reading.opened(content) as document:
        assert str(document.Root.Lang) == expected
        assert bool(document.Root.MarkInfo.Marked)
    tags = reading.tags_of(content)
    names = [tag for tag, _ in tags]
    assert names.count("H1") == 1
    assert names.count("H2") == 3
    assert names.count("H3") == 2
    assert names.count("Table") == 5
    assert "Figure" not in names, "marks are decoration; their words stand beside them"
    assert all(scope in ("Column", "Row") for tag, scope in tags if tag == "TH")


def test_every_letter_comes_from_our_own_fonts() -> None:
    name = "Nguyễn Łukasz Peña"
    content = render(plan(plans.MET, student_name=name), "es").content
    fonts = reading.fonts_of(content)
    assert name in reading.words_of(content)
    assert all(fonts.values())
    assert all(font.startswith("Public-Sans") for font in fonts)
    families = {font.removesuffix("-Bold").removesuffix("-Medium") for font in fonts}
    assert families == {"Public-Sans", "Public-Sans-Extended", "Public-Sans-Vietnamese"}


@pytest.mark.parametrize("name", ["met", "fullest"])
def test_the_page_is_black_and_white(name: str) -> None:
    colours = reading.colours_of(plans.printed(name, "en").content)
    assert (0.0, 0.0, 0.0) in colours
    too_light = [colour for colour in colours if max(colour) > DARKEST_GREY]
    assert [colour for colour in too_light if min(colour) < 1] == []


def test_the_same_student_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert render(plan(plans.NEAR), "es") == render(plan(plans.NEAR), "es")


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        render(plan(plans.NEAR), "fr")


def test_the_day_of_printing_is_given_and_not_read_from_a_clock() -> None:
    found = said(plans.NEAR, judged_on=date(2027, 1, 4))
    assert any("printed Jan 4, 2027" in sentence for sentence in found.about)


def test_the_template_marks_nothing_as_safe() -> None:
    folder = Path(__file__).parents[2] / "careercraft" / "documents" / "templates"
    pages = list(folder.glob("*.html"))
    assert pages
    assert [page.name for page in pages if "safe" in page.read_text("utf-8")] == []
