"""A list of unknown layout is read through the columns that a person chose."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from careercraft.imports.rows import FileRefused, SourceFile
from careercraft.imports.state_lists import (
    FIELDS,
    StateRow,
    first_rows,
    guess,
    missing_fields,
    open_list,
    read_rows,
)

HEAD = (
    "TX_UNIQUE_ID,LAST NAME,FIRST NAME,DOB,ECON DIS,SPED,CCMR OB MET,COLLEGE READY,COLLEGE ENROLLED"
)
ROSA = "0123456789,Ibarra,Rosa,09/14/2007,Y,0,1,Met,Y"
COLUMNS = {"state_unique_id": "TX_UNIQUE_ID", "met": "CCMR OB MET"}


def rows(text: str, columns: dict[str, str] | None = None) -> list[StateRow]:
    table = open_list([SourceFile("list.csv", text.encode())])
    return list(read_rows(table, columns or guess(table.header)))


def only(text: str, columns: dict[str, str] | None = None) -> StateRow:
    (row,) = rows(text, columns)
    return row


def with_met(cell: str) -> StateRow:
    return only(f"TX_UNIQUE_ID,CCMR OB MET\n0123456789,{cell}", COLUMNS)


def test_the_heads_of_a_list_propose_what_they_mean() -> None:
    assert guess(HEAD.split(",")) == {
        "state_unique_id": "TX_UNIQUE_ID",
        "last_name": "LAST NAME",
        "first_name": "FIRST NAME",
        "birth_date": "DOB",
        "economically_disadvantaged": "ECON DIS",
        "special_education": "SPED",
        "met": "CCMR OB MET",
        "college": "COLLEGE READY",
        "enrolled": "COLLEGE ENROLLED",
    }


def test_a_row_is_read_with_its_person_and_its_flags() -> None:
    row = only(f"{HEAD}\n{ROSA}")
    assert row.person.state_unique_id == "0123456789"
    assert row.person.birth_date == date(2007, 9, 14)
    assert row.says == {
        "met": True,
        "college": True,
        "economically_disadvantaged": True,
        "special_education": False,
        "enrolled": True,
    }
    assert (row.line, row.problems) == (2, ())


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_any_separator_and_a_title_block_above_the_head_are_understood(separator: str) -> None:
    text = f"Final Annual Graduates CCMR OB\n\n{HEAD}\n{ROSA}".replace(",", separator)
    assert only(text).met is True


def test_leading_zeros_that_a_spreadsheet_took_away_come_back() -> None:
    assert only("TX_UNIQUE_ID,CCMR OB MET\n123456789.0,1", COLUMNS).person.state_unique_id == (
        "0123456789"
    )


@pytest.mark.parametrize("cell", ["1", "Y", "yes", "Met", "TRUE", "OB_Met"])
def test_a_yes_in_any_of_its_forms(cell: str) -> None:
    assert with_met(cell).met is True


@pytest.mark.parametrize("cell", ["0", "N", "No", "Not Met", "not-met"])
def test_a_no_in_any_of_its_forms(cell: str) -> None:
    assert with_met(cell).met is False


@pytest.mark.parametrize("cell", ["", "*", "-1", "N/A", "masked"])
def test_a_masked_cell_is_never_a_no(cell: str) -> None:
    row = with_met(cell)
    assert row.met is None
    assert [one.code for one in row.problems] == ["not_a_met"]


def test_a_cell_of_another_kind_is_refused_with_its_line_and_column() -> None:
    (problem,) = with_met("maybe").problems
    assert (problem.line, problem.column, problem.value) == (2, "CCMR OB MET", "maybe")
    assert "Met or Not met" in problem.expected


def test_without_a_column_for_the_whole_the_paths_decide() -> None:
    columns = {"state_unique_id": "ID", "college": "A", "career": "B"}
    head = "ID,A,B"
    assert [row.met for row in rows(f"{head}\n1,0,1\n2,0,0\n3,,0", columns)] == [True, False, False]


def test_a_date_that_does_not_exist_refuses_the_row() -> None:
    columns = {**COLUMNS, "birth_date": "DOB"}
    row = only("TX_UNIQUE_ID,DOB,CCMR OB MET\n0123456789,02/30/2008,1", columns)
    assert [one.code for one in row.problems] == ["not_a_birth_date"]


def test_a_row_with_an_open_quotation_mark_costs_itself_only() -> None:
    read = rows('TX_UNIQUE_ID,CCMR OB MET\n"1,1\n2,1', COLUMNS)
    assert [bool(row.problems) for row in read] == [True, False]


def test_a_mapping_says_what_it_lacks() -> None:
    assert missing_fields(COLUMNS) == ()
    assert len(missing_fields({})) == 2
    assert "who" in missing_fields({"met": "A", "last_name": "B", "first_name": "C"})[0]
    names = {"last_name": "B", "first_name": "C", "birth_date": "D"}
    assert missing_fields({"college": "A", **names}) == ()


def test_heads_that_stand_twice_or_nowhere_are_told_apart() -> None:
    table = open_list([SourceFile("a.csv", b"ID,Met,Met,\n1,1,0,x\n")])
    assert table.header == ("ID", "Met", "Met (2)", "Column 4")


def test_only_the_first_rows_are_read_for_a_look() -> None:
    table = open_list([SourceFile("a.csv", b"ID,OB Met\n" + b"1,1\n" * 50)])
    assert len(first_rows(table, {"local_id": "ID", "met": "OB Met"}, 8)) == 8


def workbook(**sheets: list[list[object]]) -> SourceFile:
    book = Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    content = BytesIO()
    book.save(content)
    return SourceFile("list.xlsx", content.getvalue())


def test_a_workbook_is_read_from_the_sheet_that_looks_like_a_list() -> None:
    file = workbook(
        Notes=[["What the codes mean", "see the letter of May"]],
        Graduates=[
            ["Final Annual Graduates CCMR OB"],
            HEAD.split(","),
            [123456789, "Ibarra", "Rosa", date(2007, 9, 14), "Y", 0, 1, "Met", "Y"],
        ],
    )
    table = open_list([file])
    (row,) = read_rows(table, guess(table.header))
    assert (row.person.state_unique_id, row.person.birth_date) == ("0123456789", date(2007, 9, 14))
    assert row.says["met"] is True
    assert (row.line, row.problems) == (3, ())


@pytest.mark.parametrize("content", [b"", b"one column\nonly\n", b"%PDF-1.7"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        open_list([SourceFile("list.csv", content)])


def test_two_files_at_once_are_refused() -> None:
    file = SourceFile("a.csv", b"ID,Met\n1,1\n")
    with pytest.raises(FileRefused, match="One file"):
        open_list([file, file])


def test_every_field_is_of_a_person_or_a_flag() -> None:
    assert [one.id for one in FIELDS if one.says_who] == [
        "state_unique_id",
        "local_id",
        "last_name",
        "first_name",
        "birth_date",
    ]
