import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercraft.imports import reader
from careercraft.imports.reader import (
    NO_LINE_ENDS,
    cut,
    decode,
    header_candidates,
    physical_lines,
    unpack,
)
from careercraft.imports.rows import FileRefused, SourceFile
from tests.imports.support import refusal_code

TEXT = "last_name,local_id\nPeña,00123\n"


def packed(**files: bytes) -> SourceFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SourceFile("export.zip", out.getvalue())


def source(text: str) -> reader.SourceText:
    return decode(SourceFile("file.csv", text.encode()))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"], ids="a file in {}".format
)
def test_a_name_with_an_accent_survives_every_usual_encoding(encoding):
    decoded = decode(SourceFile("file.csv", TEXT.encode(encoding)))
    assert "".join(decoded.lines) == TEXT


@given(st.text("a, \n\r" + NO_LINE_ENDS))
def test_lines_end_where_those_of_files_do_and_nowhere_else(text):
    assert physical_lines(text) == list(io.StringIO(text, newline=""))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\r\n  \r\n", "empty_file"),
        (b"a,b\n1,\x002\n", "not_text"),
        (b"a,b\n1,\x81\n", "not_text"),
        (b"\xff\xfea", "not_text"),
        (b"%PDF-1.7", "not_text"),
        (b"\xd0\xcf\x11\xe0 old workbook", "not_text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(content, code):
    with pytest.raises(FileRefused) as refused:
        decode(SourceFile("file.csv", content))
    assert refusal_code(refused) == code


def test_a_quoted_line_break_does_not_shift_the_line_numbers():
    records = [record for record, _ in cut(source('a,b\n"1\n2",x\n3,y\n'), ",")]
    assert [(record.line, record.cells) for record in records] == [
        (1, ("a", "b")),
        (2, ("1\n2", "x")),
        (4, ("3", "y")),
    ]


def test_a_quotation_mark_left_open_costs_one_line_and_not_the_rest():
    records = [record for record, _ in cut(source('a,b\n1,"x\n2,y\n3,z\n'), ",")]
    assert [(record.line, record.flaw) for record in records] == [
        (1, None),
        (2, "open_quote"),
        (3, None),
        (4, None),
    ]


def test_ten_thousand_open_quotation_marks_are_read_in_linear_time():
    text = "a,b\n" + '1,"x\n' * 10_001
    assert sum(record.flaw is not None for record, _ in cut(source(text), ",")) > 1


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood(ending):
    assert len(list(cut(source(f"a,b{ending}1,2{ending}"), ","))) == 2


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_every_usual_separator_is_tried(delimiter):
    headers = [table.header for table in header_candidates(source(f"a{delimiter}b\n"))]
    assert headers == [("a", "b")]


@pytest.mark.parametrize("length", [32_766, 32_767])
def test_a_cell_as_long_as_a_spreadsheet_allows_is_read(length):
    ((record, _),) = cut(source("x" * length + ",1\n"), ",")
    assert record.cells == ("x" * length, "1")


@pytest.mark.parametrize("length", [32_768, 200_000])
def test_a_longer_cell_is_a_flaw_of_its_line(length):
    ((record, _),) = cut(source("x" * length + ",1\n"), ",")
    assert record.flaw == "cell_too_long"


def test_an_archive_gives_the_files_in_name_order_without_folders():
    files = unpack([packed(**{"b/users.csv": b"2", "a/orgs.csv": b"1", "__MACOSX/x": b"0"})])
    assert [(file.name, file.content) for file in files] == [
        ("orgs.csv", b"1"),
        ("users.csv", b"2"),
    ]


@pytest.mark.parametrize("path", ["../users.csv", "/etc/users.csv", "a/../../x.csv", "C:/x.csv"])
def test_an_archive_that_points_outside_itself_is_refused(path):
    with pytest.raises(FileRefused) as refused:
        unpack([packed(**{path: b"1"})])
    assert refusal_code(refused) == "unsafe_archive"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(FileRefused) as refused:
        unpack([packed(**{"users.csv": b"0" * (4 * reader.MEGABYTE)})])
    assert refusal_code(refused) == "file_too_large"


def test_a_small_file_of_one_letter_is_no_bomb():
    (file,) = unpack([packed(**{"users.csv": b"0" * reader.MEGABYTE})])
    assert len(file.content) == reader.MEGABYTE


def test_an_archive_within_an_archive_is_refused():
    with pytest.raises(FileRefused) as refused:
        unpack([packed(**{"inner.zip": packed(**{"a.csv": b"1"}).content})])
    assert refusal_code(refused) == "nested_archive"


@pytest.mark.parametrize(("count", "refused"), [(199, False), (200, False), (201, True)])
def test_two_hundred_files_are_the_most(count, refused):
    archive = packed(**{f"{number}.csv": b"1" for number in range(count)})
    if refused:
        with pytest.raises(FileRefused):
            unpack([archive])
    else:
        assert len(unpack([archive])) == count


def test_a_damaged_archive_is_refused():
    with pytest.raises(FileRefused) as refused:
        unpack([SourceFile("export.zip", packed(**{"a.csv": b"1"}).content[:-30])])
    assert refusal_code(refused) == "damaged_archive"


def test_an_upload_without_files_is_refused():
    with pytest.raises(FileRefused) as refused:
        unpack([])
    assert refusal_code(refused) == "no_file"


def test_more_lines_than_are_read_at_once_are_refused(monkeypatch):
    monkeypatch.setattr(reader, "MAX_LINES", 2)
    assert decode(SourceFile("file.csv", b"a,b\n1,2\n")).lines
    with pytest.raises(FileRefused) as refused:
        decode(SourceFile("file.csv", b"a,b\n1,2\n3,4\n"))
    assert refusal_code(refused) == "too_many_lines"
