"""Excel workbooks: read as Excel shows them, and refused unopened where they could do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from careercraft.imports import workbook
from careercraft.imports.formats import FileRefused, SourceFile, read, recognise
from careercraft.imports.workbook import sheets
from tests.imports.support import problem_codes, refusal_code

ROSTER = ("local_id", "grade", "birth_date", "campus_id")


def saved(book: Workbook, name: str = "list.xlsx") -> SourceFile:
    out = io.BytesIO()
    book.save(out)
    return SourceFile(name, out.getvalue())


def of_rows(*rows: tuple[object, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def altered(file: SourceFile, **parts: bytes) -> SourceFile:
    """The same workbook with parts replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file.content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry not in parts:
                new.writestr(entry, old.read(entry))
        for entry, content in parts.items():
            new.writestr(entry, content)
    return SourceFile(file.name, out.getvalue())


def refused(file: SourceFile) -> str:
    with pytest.raises(FileRefused) as caught:
        recognise([file])
    return refusal_code(caught)


# As Excel shows it


def test_a_workbook_is_read_like_the_same_list_in_csv() -> None:
    file = saved(of_rows(ROSTER, ("007", 10, date(2010, 5, 28), "001902001")))
    assert recognise([file]).format_id == "careercraft_students"
    (row,) = read([file], "careercraft_students")
    assert row.line == 2
    assert (row.person.local_id, row.person.birth_date) == ("007", date(2010, 5, 28))
    assert row.student is not None
    assert (row.student.grade, row.student.campus_id) == (10, "001902001")


@pytest.mark.parametrize(
    ("cell", "shape", "text"),
    [
        (7, "000", "007"),
        (7, "General", "7"),
        (1234567890123.0, "General", "1234567890123"),
        (2.5, "General", "2.5"),
        (True, "General", "TRUE"),
        (datetime(2026, 5, 28, 9, 30), "yyyy-mm-dd hh:mm", "2026-05-28 09:30"),  # noqa: DTZ001
        ("two\nlines", "General", "two lines"),
    ],
)
def test_a_cell_gives_what_is_seen(cell: object, shape: str, text: str) -> None:
    book = of_rows(("a", "b"), (cell, "x"))
    book.active.cell(2, 1).number_format = shape
    (sheet,) = sheets(saved(book))
    assert sheet.lines[1] == f"{text},x\n"


def test_lines_are_counted_as_excel_counts_rows() -> None:
    book = of_rows(("A list of students",), (), ROSTER, (), ("1", 10, None, None))
    (row,) = read([saved(book)], "careercraft_students")
    assert row.line == 5


def test_each_sheet_with_students_is_read_and_notes_are_passed_over() -> None:
    book = Workbook()
    book.active.title = "Glossary"
    book.active.append(["What the columns mean"])
    for campus in ("North", "South"):
        page = book.create_sheet(campus)
        page.append(ROSTER)
        page.append((campus, 11, None, None))
    rows = list(read([saved(book)], "careercraft_students"))
    assert [(row.file, row.person.local_id) for row in rows] == [
        ("list.xlsx, sheet “North”", "North"),
        ("list.xlsx, sheet “South”", "South"),
    ]


def test_hidden_sheets_are_left_alone() -> None:
    book = of_rows(ROSTER, ("1", 10, None, None))
    page = book.create_sheet("Last year")
    page.append(ROSTER)
    page.append(("2", 11, None, None))
    page.sheet_state = "hidden"
    assert len(list(read([saved(book)], "careercraft_students"))) == 1


def test_a_row_that_continues_a_merged_cell_is_told_of() -> None:
    book = of_rows(ROSTER, ("1", 10, None, None), (None, 11, None, None), ("3", 12, None, None))
    book.active.merge_cells("A2:A3")
    rows = list(read([saved(book)], "careercraft_students"))
    assert [problem_codes(row) for row in rows] == [[], ["merged_cells"], []]


def test_a_workbook_within_an_archive_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.xlsx", saved(of_rows(ROSTER, ("1", 10, None, None))).content)
    assert len(list(read([SourceFile("a.zip", out.getvalue())], "careercraft_students"))) == 1


# What is not opened


def test_a_workbook_with_macros_is_refused() -> None:
    file = altered(saved(of_rows(ROSTER)), **{"xl/vbaProject.bin": b"\x01"})
    assert refused(file) == "macro_workbook"


@pytest.mark.parametrize(
    "markup",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "lol">]><x/>'.encode("utf-16"),
    ],
)
def test_a_workbook_with_entities_is_refused(markup: bytes) -> None:
    file = altered(saved(of_rows(ROSTER)), **{"xl/worksheets/sheet1.xml": markup})
    assert refused(file) == "entities"


def test_an_entity_across_the_edge_of_two_pieces_is_seen() -> None:
    padded = b"<x>" + b" " * (workbook.CHUNK - 8) + b"<!ENTITY e 'x'></x>"
    file = altered(saved(of_rows(ROSTER)), **{"xl/worksheets/sheet1.xml": padded})
    assert refused(file) == "entities"


def test_a_workbook_that_expands_enormously_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_EXPANDED", 100_000)
    bomb = b"<x>" + b" " * 200_000 + b"</x>"
    assert refused(altered(saved(of_rows(ROSTER)), **{"xl/big.xml": bomb})) == "workbook_too_large"


def test_a_workbook_at_the_limit_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(of_rows(ROSTER, ("1", 10, None, None)))
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    monkeypatch.setattr(workbook, "MAX_EXPANDED", size)
    assert recognise([file]).format_id == "careercraft_students"
    monkeypatch.setattr(workbook, "MAX_EXPANDED", size - 1)
    assert refused(file) == "workbook_too_large"


def test_a_cell_far_to_the_right_costs_a_sentence_and_no_memory() -> None:
    book = of_rows(ROSTER)
    book.active.cell(3, 16_000).value = "x"
    assert refused(saved(book)) == "too_many_lines"


def test_a_row_far_below_costs_a_sentence_and_no_memory() -> None:
    book = of_rows(ROSTER)
    book.active.cell(600_000, 1).value = "x"
    assert refused(saved(book)) == "too_many_lines"


@pytest.mark.parametrize("cut", [60, 400, 2_000])
def test_a_workbook_cut_short_is_refused(cut: int) -> None:
    content = saved(of_rows(ROSTER, ("1", 10, None, None))).content[:-cut]
    assert refused(SourceFile("list.xlsx", content)) in {"damaged_workbook", "damaged_archive"}


def test_a_text_document_is_said_to_be_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("word/document.xml", b"<x/>")
    assert refused(SourceFile("letter.docx", out.getvalue())) == "not_text"


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    assert refused(saved(Workbook())) == "empty_file"
