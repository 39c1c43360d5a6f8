"""Whatever arrives under the name of a CSV file: one clear sentence, and nothing is lost."""

from __future__ import annotations

import pytest

from careercraft.imports.formats import FileRefused, SourceFile, read, recognise
from careercraft.imports.reader import decode
from tests.imports.support import note_codes, problem_codes, refusal_code, rows_of

ROSTER = "careercraft_students"
WINDOWS_PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (WINDOWS_PROGRAM, "a program"),
        (b"\x7fELF\x02\x01" + bytes(60), "a program"),
        (b"#!/bin/sh\nrm -rf /\n", "a program"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old kind (.xls)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    ],
)
def test_what_is_no_list_is_called_by_its_name(content: bytes, word: str) -> None:
    with pytest.raises(FileRefused) as refused:
        recognise([SourceFile("scores.csv", content)])
    assert refusal_code(refused) == "not_text"
    assert word in str(refused.value)


def test_a_list_that_begins_with_the_letters_of_a_program_is_read() -> None:
    assert decode(SourceFile("a.csv", b"MZ,local_id\n1,2\n")).lines[0] == "MZ,local_id\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_read(encoding: str) -> None:
    (row,) = rows_of("local_id,grade,last_name\n7,10,Peña\n".encode(encoding), ROSTER)
    assert row.person.last_name == "Peña"


def test_lines_in_two_encodings_are_each_read_in_their_own() -> None:
    content = "local_id,grade,last_name\n1,10,Peña\n".encode() + "2,10,Núñez\n".encode("cp1252")
    rows = rows_of(content, ROSTER)
    assert [row.person.last_name for row in rows] == ["Peña", "Núñez"]


def test_dates_in_three_styles_stand_in_one_column() -> None:
    content = "local_id,grade,birth_date\n1,10,2010-05-28\n2,10,5/28/2010\n3,10,28-May-2010\n"
    days = {row.person.birth_date for row in rows_of(content, ROSTER)}
    assert {str(day) for day in days} == {"2010-05-28"}


def test_scores_as_text_are_read_where_they_are_numbers() -> None:
    header = "local_id,test,test_date,math,ebrw\n"
    good, bad = rows_of(
        f"{header}1,SAT,2025-10-04,' 520 ,510.0\n2,SAT,2025-10-04,five hundred,510\n",
        "careercraft_scores",
    )
    assert good.items[0].payload["parts"] == {"ebrw": 510, "math": 520}
    assert problem_codes(bad) == ["out_of_range"]


def test_a_cut_last_line_costs_that_line_only() -> None:
    content = "local_id,grade,last_name\n1,10,Vela\n2,1"
    first, last = rows_of(content, ROSTER)
    assert first.student is not None
    assert problem_codes(last) == ["too_few_cells"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_found_by_itself(delimiter: str) -> None:
    content = f"local_id{delimiter}grade\n1{delimiter}10\n"
    assert recognise([SourceFile("a.csv", content.encode())]).format_id == ROSTER


def test_a_delimiter_that_nobody_uses_is_said() -> None:
    with pytest.raises(FileRefused) as refused:
        recognise([SourceFile("a.csv", b"local_id^grade\n1^10\n")])
    assert "No separators were found" in str(refused.value)


def test_two_columns_of_one_name_are_read_where_they_agree() -> None:
    content = "local_id,grade,grade\n1,10,10\n2,10,\n3,10,11\n"
    same, blank, torn = rows_of(content, ROSTER)
    assert same.student
    assert blank.student
    assert problem_codes(torn) == ["duplicate_header"]


def test_two_columns_of_one_name_that_nobody_reads_matter_to_nobody() -> None:
    (row,) = rows_of("local_id,grade,Filler,Filler\n1,10,a,b\n", ROSTER)
    assert row.student
    assert not note_codes(row)


def test_reading_goes_on_below_a_bad_line() -> None:
    content = 'local_id,grade\n1,10\n"2,10\n3,10\n'
    results = list(read([SourceFile("a.csv", content.encode())], ROSTER))
    assert [bool(row.student) for row in results] == [True, False, True]
