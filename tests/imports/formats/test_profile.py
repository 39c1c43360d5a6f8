"""What the columns of an unknown file probably are, and why; what cannot be is ruled out."""

from __future__ import annotations

import pytest

from careercraft.imports.formats import SourceFile, mapped
from careercraft.imports.formats.mapped import Meaning
from careercraft.imports.formats.profile import best_target, profiles, propose, targets
from careercraft.imports.rows import FileRefused
from careercraft.imports.sources import texts
from tests.imports.support import problem_codes, refusal_code

SIS = """District Report,,,,,,
Student Unique,Stu Last Nm,Stu First Nm,D.O.B.,Campus No,Gr Lvl,SSN
1234567890,Vela,Iris,03/02/2009,001902001,11,123-45-6789
1234567891,Ortiz,Bea,04/02/2009,001902001,11,123-45-6780
"""


def table_of(text: str):
    ((source,),) = texts([SourceFile("a.csv", text.encode())])
    table = mapped.likely_table(source)
    assert table is not None
    return table


def proposed(text: str, format_id: str) -> dict[str, tuple[str, str]]:
    looked = profiles(table_of(text))
    format_ = next(each for each in targets() if each.id == format_id)
    found = propose(looked, format_)
    return {c.header: (p.field, p.why) for c, p in zip(looked, found, strict=True)}


def test_the_header_row_is_found_below_a_title() -> None:
    assert table_of(SIS).header_line == 2


def test_columns_are_proposed_with_the_reason() -> None:
    found = proposed(SIS, "careercraft_students")
    assert {header: field for header, (field, _) in found.items()} == {
        "Student Unique": "state_unique_id",
        "Stu Last Nm": "last_name",
        "Stu First Nm": "first_name",
        "D.O.B.": "birth_date",
        "Campus No": "campus_id",
        "Gr Lvl": "grade",
        "SSN": "",
    }
    field, why = found["Student Unique"]
    assert "numbers of ten digits, as in “1234567890”" in why
    assert field == "state_unique_id"


def test_values_rule_out_what_a_header_promises() -> None:
    found = proposed("Campus,Grade\nNorth High,A\nSouth High,B\n", "careercraft_students")
    assert found["Campus"][0] == ""
    assert found["Grade"][0] == ""


def test_columns_of_social_security_numbers_are_never_proposed_nor_shown_as_one() -> None:
    (ssn,) = [c for c in profiles(table_of(SIS)) if c.header == "SSN"]
    assert ssn.looks_like_ssn
    (hidden,) = [c for c in profiles(table_of("Id No,x\n123-45-6789,1\n")) if c.header == "Id No"]
    assert hidden.looks_like_ssn


def test_no_field_is_proposed_twice() -> None:
    found = proposed("DOB,Date of Birth,x\n3/2/2009,3/2/2009,1\n", "careercraft_students")
    assert [field for field, _ in found.values()].count("birth_date") == 1


@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        ("Stu ID,Cert Code,Date Cert Taken\n1,010,5/1/2026\n", "careercraft_credentials"),
        ("Stu ID,Course Title,College Credit Hours\n1,English,3\n", "careercraft_courses"),
        (
            "TSDS #,Met TSI Reading,CCMR Met\n1234567890,X,1\n",
            "careercraft_state_listing",
        ),
        ("Student Id,ACT English,ACT Reading,Test Dt\n1,20,21,5/1/2026\n", "careercraft_scores"),
        (
            "Stu ID,Graduation Type,Cohort Yr\n1,34,2026\n",
            "careercraft_students",
        ),
    ],
)
def test_the_likeliest_template_is_found(text: str, format_id: str) -> None:
    assert best_target(profiles(table_of(text))).id == format_id


# What somebody said the columns mean

CONTENT = "Id,Level,Shoe\n7,10,44\n8,11,45\n9,12\n"
MEANING = Meaning("careercraft_students", ("Id", "Level", "Shoe"), ("local_id", "grade", ""))


def test_a_meaning_reads_a_file_as_the_template_would() -> None:
    first, second, cut = mapped.read([SourceFile("a.csv", CONTENT.encode())], MEANING)
    assert (first.person.local_id, first.student.grade) == ("7", 10)
    assert second.line == 3
    assert problem_codes(cut) == ["too_few_cells"]


def test_what_is_the_same_in_every_row_is_added() -> None:
    meaning = Meaning(
        "careercraft_scores",
        ("Id", "Math"),
        ("local_id", "math"),
        (("test", "SAT"), ("test_date", "2025-10-04")),
    )
    (row,) = mapped.read([SourceFile("a.csv", b"Id,Math\n7,520\n")], meaning)
    assert row.items[0].payload == {"test": "SAT", "date": "2025-10-04", "parts": {"math": 520}}


def test_other_headers_are_another_layout() -> None:
    with pytest.raises(FileRefused) as refused:
        mapped.read([SourceFile("a.csv", b"Id,Grade,Shoe\n7,10,44\n")], MEANING)
    assert refusal_code(refused) == "other_layout"


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (MEANING._replace(fields=("local_id", "local_id", "")), "more than one column"),
        (MEANING._replace(always=(("grade", "9"),)), "more than one column"),
        (MEANING._replace(fields=("shoe_size", "", "")), "no column of this template"),
        (MEANING._replace(fields=("", "", "")), "at least one column"),
    ],
)
def test_a_meaning_that_cannot_be_says_why(meaning: Meaning, words: str) -> None:
    assert any(words in sentence for sentence in meaning.problems())
    assert MEANING.problems() == []


def test_a_meaning_is_kept_whole() -> None:
    kept = mapped.meaning_from(dict(mapped.meaning_as_plain(MEANING)))
    assert kept == MEANING
