"""Lists as files: they say what they are, and no cell of theirs is ever run as a formula."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from careercraft.clock import TEXAS
from careercraft.exports import FORMATS, Column, Facts, Kind, Sheet, export, standing_words
from careercraft.exports.csv_file import written
from careercraft.exports.sheet import starts_a_formula

MADE_AT = datetime(2026, 11, 25, 9, 30, tzinfo=TEXAS)
FACTS = Facts(
    "Class of 2027 at North: 2 students", MADE_AT, date(2026, 10, 4), "Accountability 2027", "read"
)
COLUMNS = (
    Column("Student"),
    Column("State ID", Kind.ID),
    Column("Hours", Kind.NUMBER),
    Column("Tested on", Kind.DATE),
)
ROWS = (("Ibarra, Rosa", "0012345678", 9, date(2026, 5, 28)), ("Nuñez, Abel", None, None, None))
SHEET = Sheet("roster-class-of-2027", "Roster, class of 2027", FACTS, COLUMNS, ROWS)
FORMULAS = ("=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1")


def midnight(*day: int) -> datetime:
    """What openpyxl reads of a date."""
    return datetime.combine(date(*day), time())


def rows_of_csv(sheet: Sheet) -> list[list[str]]:
    return list(csv.reader(StringIO(export(sheet, "csv").content.decode("utf-8-sig"))))


def cells_of_xlsx(sheet: Sheet, page: str = "List") -> list[list[Any]]:
    book = load_workbook(BytesIO(export(sheet, "xlsx").content))
    return [list(row) for row in book[page].iter_rows()]


def with_cell(cell: Any, kind: Kind = Kind.TEXT) -> Sheet:
    return replace(SHEET, columns=(Column("Anything", kind),), rows=((cell,),))


# What a file says of itself


def test_a_csv_begins_with_its_filter_its_date_and_its_rules() -> None:
    facts = dict(row for row in rows_of_csv(SHEET)[:6] if row)
    assert facts["List"] == "Class of 2027 at North: 2 students"
    assert facts["Data through"] == "2026-10-04"
    assert facts["Rules"] == "Accountability 2027"


def test_a_workbook_has_them_on_its_second_sheet() -> None:
    facts = {label.value: value.value for label, value in cells_of_xlsx(SHEET, "About this list")}
    assert facts["List"] == "Class of 2027 at North: 2 students"
    assert facts["Data through"] == midnight(2026, 10, 4)
    assert facts["Rules"] == "Accountability 2027"
    assert "FERPA" in facts["Handle with care"]


def test_a_list_without_students_asks_for_no_care() -> None:
    assert "Handle with care" not in dict(replace(SHEET, confidential=False).about())


def test_a_list_of_nothing_dated_says_so() -> None:
    bare = replace(SHEET, facts=FACTS._replace(data_through=None))
    assert dict(bare.about())["Data through"] == "no dated fact is loaded"


def test_the_name_of_a_file_is_its_kind_and_its_day() -> None:
    assert export(SHEET, "csv").name == "roster-class-of-2027-2026-11-25.csv"
    assert export(SHEET, "xlsx").name == "roster-class-of-2027-2026-11-25.xlsx"


@pytest.mark.parametrize("stem", ["", "Ibarra", "rosa ibarra", "../x", "a--b", "a.b", 'a"b'])
def test_a_name_that_might_be_somebodys_is_refused(stem: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        replace(SHEET, stem=stem)


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="one cell for each column"):
        replace(SHEET, rows=(("only one",),))


def test_another_format_is_refused() -> None:
    with pytest.raises(KeyError):
        export(SHEET, "ods")


def test_standing_names_each_source_once_the_surest_first() -> None:
    assert standing_words([]) == ""
    assert standing_words(["assumed", "read", "assumed"]) == (
        "read in the rules themselves; in part assumption: no source settles this yet"
    )


# What stands in the cells


def test_ids_stay_text_with_their_zeros() -> None:
    assert rows_of_csv(SHEET)[-2][1] == "0012345678"
    cell = cells_of_xlsx(SHEET)[1][1]
    assert (cell.value, cell.data_type, cell.number_format) == ("0012345678", "s", "@")


def test_an_id_given_as_a_number_is_written_as_text() -> None:
    assert cells_of_xlsx(with_cell(123456, Kind.ID))[1][0].value == "123456"


def test_numbers_and_dates_are_real_ones_in_a_workbook() -> None:
    _, _, hours, day = cells_of_xlsx(SHEET)[1]
    assert (hours.value, hours.data_type) == (9, "n")
    assert day.value == midnight(2026, 5, 28)
    assert day.is_date


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (-3, "-3"),
        (Decimal("2.50"), "2.50"),
        (date(2026, 5, 8), "2026-05-08"),
        (datetime(2026, 5, 8, 14, 5, tzinfo=TEXAS), "2026-05-08 14:05"),
    ],
)
def test_a_value_is_written_plainly(cell: Any, text: str) -> None:
    assert written(cell) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_run_as_a_formula(text: str) -> None:
    assert rows_of_csv(with_cell(text))[-1][0].startswith("'")
    cell = cells_of_xlsx(with_cell(text))[1][0]
    assert cell.data_type == "s"
    assert cell.quotePrefix


@pytest.mark.parametrize("text", FORMULAS)
def test_no_heading_and_no_fact_is_run_either(text: str) -> None:
    sheet = replace(
        SHEET, columns=(Column(text),), rows=(), facts=FACTS._replace(filter_sentence=text)
    )
    assert all(not starts_a_formula(cell) for row in rows_of_csv(sheet) for cell in row)
    pages = cells_of_xlsx(sheet) + cells_of_xlsx(sheet, "About this list")
    assert all(cell.data_type != "f" for row in pages for cell in row)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60))
def test_no_text_at_all_begins_as_a_formula_in_a_csv(text: str) -> None:
    assert not starts_a_formula(written(text))
    assert rows_of_csv(with_cell(text))[-1] in ([written(text)], [])


def test_a_long_text_is_cut_to_what_a_cell_holds() -> None:
    assert len(cells_of_xlsx(with_cell("x" * 40_000))[1][0].value) == 32_767


def test_a_workbook_carries_no_macro_and_no_link_to_elsewhere() -> None:
    with ZipFile(BytesIO(export(with_cell("http://example.org"), "xlsx").content)) as archive:
        names = archive.namelist()
    assert names
    assert not [name for name in names if "vba" in name.lower() or "external" in name.lower()]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_list_makes_the_same_file(format_: str) -> None:
    assert export(SHEET, format_) == export(SHEET, format_)
