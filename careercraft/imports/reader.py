"""From uploaded bytes to records: unpack, decode, cut into rows, keep the physical line numbers.

Nothing here knows a layout. Limits follow the handling of uploads that OWASP ASVS 5.0 asks for
(5.2.1 and 5.2.3: size, number and ratio of what an archive holds).
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import PurePosixPath
from typing import NamedTuple

from careercraft.imports.rows import FileRefused, RowProblem, SourceFile

MEGABYTE = 1024 * 1024
MAX_FILES = 200
MAX_FILE_BYTES = 50 * MEGABYTE
MAX_TOTAL_BYTES = 150 * MEGABYTE
MAX_RATIO = 100
MAX_LINES = 500_000
MAX_COLUMNS = 2_500
MAX_CELL = 32_767  # what a spreadsheet cell can hold
MAX_RECORD_LINES = 100  # beyond this a quotation mark was left open

DELIMITERS = (",", "\t", ";", "|")

NO_LINE_ENDS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What `str.splitlines` takes for the end of a line; in a file it is part of a cell."""

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LOCKED_WORKBOOK = "EncryptedPackage".encode("utf-16-le")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PROGRAMS = (b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!/")
_NOT_TEXT = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"7z\xbc\xaf", "a compressed file (.7z)"),
    (b"Rar!", "a compressed file (.rar)"),
)
_SAVE_AS_CSV = "Open it, save the sheet with the students as CSV, and upload that file."


_DAMAGED = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    NotImplementedError,
    RuntimeError,
)


class SourceText(NamedTuple):
    """A decoded file, cut into physical lines (each with its line end)."""

    file: str
    lines: list[str]
    encoding: str
    merged: tuple[int, ...] = ()
    """Rows of a sheet that continue a cell merged over several rows."""


class Record(NamedTuple):
    """One row: the line it begins on, its cells, and why it could not be cut into cells."""

    line: int
    cells: tuple[str, ...]
    flaw: str | None = None

    @property
    def blank(self) -> bool:
        """True for a row of nothing, which spreadsheets and vendors leave at the end."""
        return self.flaw is None and not "".join(self.cells).strip()


class Table(NamedTuple):
    """A source with its header row found."""

    source: SourceText
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    first_line_after: int
    added: tuple[str, ...] = ()
    """What a mapping says of every row; it stands in the last columns of the header."""
    said: tuple[tuple[int, Mapping[str, str]], ...] = ()
    """What a mapping says that cells of a column mean, by their text in small letters."""

    @property
    def file(self) -> str:
        """The name the file was uploaded with."""
        return self.source.file

    def records(self) -> Iterator[Record]:
        """Every row below the header that is not blank, in file order."""
        rows = cut(self.source, self.delimiter, self.first_line_after)
        found: Iterator[Record] = (record for record, _ in rows if not record.blank)
        found = map(self._translated, found) if self.said else found
        return map(self._with_added, found) if self.added else found

    def _translated(self, record: Record) -> Record:
        """A row with what its cells mean in the place of what they say."""
        cells = list(record.cells)
        for place, meanings in self.said:
            if place < len(cells):
                cells[place] = meanings.get(cells[place].strip().casefold(), cells[place])
        return record._replace(cells=tuple(cells))

    def _with_added(self, record: Record) -> Record:
        """A whole row with what is the same everywhere; a row that was cut stays short."""
        whole = len(self.header) - len(self.added)
        if record.flaw or len(record.cells) != whole:
            return record
        return record._replace(cells=record.cells + self.added)


def refuse(file: str, expected: str, next_step: str, code: str) -> FileRefused:
    """A refusal of a whole file, without any of its cells."""
    return FileRefused([RowProblem(file, 1, None, None, expected, next_step, code)])


def unpack(files: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """The files themselves, archives opened, in name order. Raises FileRefused."""
    unpacked: list[SourceFile] = []
    for file in files:
        unpacked.extend(_unzip(file) if _is_archive(file) else [file])
        _check_size(file.name, unpacked)
    if not unpacked:
        raise refuse("upload", "At least one file was expected.", "Choose a file.", "no_file")
    return tuple(sorted(unpacked, key=lambda each: each.name))


def is_workbook(content: bytes) -> bool:
    """Whether some bytes are an Office document of the zipped kind, to be opened as a workbook."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except _DAMAGED:
        return b"[Content_Types].xml" in content[:4096]


def _is_archive(file: SourceFile) -> bool:
    return file.content.startswith(b"PK") and not is_workbook(file.content)


def not_a_workbook(name: str) -> FileRefused:
    """The refusal of an Office document that has no sheets."""
    return refuse(
        name,
        "A list was expected: CSV, text or an Excel workbook (.xlsx). This is another document.",
        "Save the list as CSV or as an Excel workbook, and upload that file.",
        "not_text",
    )


def _check_size(name: str, unpacked: list[SourceFile]) -> None:
    sizes = [len(file.content) for file in unpacked]
    if len(sizes) > MAX_FILES:
        raise refuse(
            name,
            f"At most {MAX_FILES} files at once are read.",
            "Upload fewer files at a time.",
            "too_many_files",
        )
    if max(sizes, default=0) > MAX_FILE_BYTES or sum(sizes) > MAX_TOTAL_BYTES:
        raise _too_large(name)


def _too_large(name: str) -> FileRefused:
    return refuse(
        name,
        f"A file may have {MAX_FILE_BYTES // MEGABYTE} MB, one upload "
        f"{MAX_TOTAL_BYTES // MEGABYTE} MB.",
        "Export fewer years or one campus at a time.",
        "file_too_large",
    )


def _unzip(file: SourceFile) -> list[SourceFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(file.name, entries)
            return [
                SourceFile(PurePosixPath(entry.filename).name, _extract(file.name, archive, entry))
                for entry in entries
                if _is_wanted(entry.filename)
            ]
    except _DAMAGED as reason:
        raise refuse(
            file.name,
            "The archive is damaged or cut short.",
            "Download or create it again, or upload the CSV files without the archive.",
            "damaged_archive",
        ) from reason


def _is_wanted(path: str) -> bool:
    """Leave out what an operating system adds to an archive by itself."""
    name = PurePosixPath(path).name
    return not path.startswith("__MACOSX/") and not name.startswith(".") and name != "Thumbs.db"


def _check_entries(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES:
        raise _too_large(name)
    for entry in entries:
        _check_entry(name, entry)


def _check_entry(name: str, entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename or is_link:
        raise refuse(
            name,
            "An archive may hold plain files only; this one points outside itself.",
            "Create the archive again from the CSV files alone.",
            "unsafe_archive",
        )
    if entry.flag_bits & 0x1:
        raise refuse(
            name,
            "The archive is locked with a password.",
            "Upload it without a password; the connection is encrypted.",
            "locked_archive",
        )
    if entry.file_size > MAX_FILE_BYTES or _ratio(entry) > MAX_RATIO:
        raise _too_large(name)


def _ratio(entry: zipfile.ZipInfo) -> float:
    """How many times larger than packed; small files are let through whatever it is."""
    return entry.file_size / max(entry.compress_size, 1) if entry.file_size > MEGABYTE else 0


def _extract(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as packed:
        content = packed.read(MAX_FILE_BYTES + 1)  # what the directory says of sizes may be untrue
    if len(content) > MAX_FILE_BYTES:
        raise _too_large(name)
    if content.startswith(b"PK\x03\x04") and not is_workbook(content):
        raise refuse(
            name,
            "An archive inside an archive is not read.",
            "Upload the files themselves, or one archive that holds only them.",
            "nested_archive",
        )
    return content


def decode(file: SourceFile) -> SourceText:
    """The text of a file in UTF-8, UTF-16 or Windows-1252. Raises FileRefused."""
    what = _what_else(file.content)
    if what:
        raise refuse(
            file.name, f"A CSV file was expected; this is {what}.", _SAVE_AS_CSV, "not_text"
        )
    encoding, text = _decode_bytes(file)
    if "\0" in text:
        raise _not_text(file.name)
    lines = physical_lines(text)
    if not any(line.strip() for line in lines):
        raise refuse(file.name, "The file is empty.", "Export it again.", "empty_file")
    if len(lines) > MAX_LINES:
        raise refuse(
            file.name,
            f"At most {MAX_LINES:,} lines are read at once.",
            "Split the file by campus or by year.",
            "too_many_lines",
        )
    return SourceText(file.name, lines, encoding)


def physical_lines(text: str) -> list[str]:
    """The lines of a text with their ends."""
    if any(mark in text for mark in NO_LINE_ENDS):
        return list(io.StringIO(text, newline=""))  # needs five times the memory of the other way
    return text.splitlines(keepends=True)


def _what_else(content: bytes) -> str | None:
    """What a file is that is no list at all, whatever its name says."""
    is_windows_program = content.startswith(b"MZ") and b"\0" in content[:512]
    if is_windows_program or content.startswith(_PROGRAMS):
        return "a program, whatever its name says"
    if content.startswith(_OLD_OFFICE):
        locked = _LOCKED_WORKBOOK in content
        return (
            "an Excel workbook locked with a password"
            if locked
            else "an Excel workbook of the old kind (.xls)"
        )
    return next((what for magic, what in _NOT_TEXT if content.startswith(magic)), None)


def _decode_bytes(file: SourceFile) -> tuple[str, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if file.content.startswith(mark):
            return encoding, _decode_as(file, (encoding,))
    unmarked = _unmarked_utf16(file.content)
    if unmarked:
        return unmarked, _decode_as(file, (unmarked,))
    try:
        return "utf-8", file.content.decode("utf-8")
    except UnicodeDecodeError:
        return _mixed_or_windows(file)


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    sample = content[:400]
    if len(sample) < 8 or len(content) % 2:
        return None
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = sample[start::2].count(0)
        if zeros > len(sample) * 0.4 and not sample[1 - start :: 2].count(0):
            return encoding
    return None


def _mixed_or_windows(file: SourceFile) -> tuple[str, str]:
    """Windows-1252, unless some lines are UTF-8 and some are not: then each line as it is.

    Files joined from two sources mix both; read as one, every accent of the other would be spoilt.
    """
    lines = file.content.splitlines(keepends=True)
    marked = [line for line in lines if not line.isascii()]
    if not any(_is_utf8(line) for line in marked):
        return "cp1252", _decode_as(file, ("cp1252",))
    return "mixed", "".join(
        line.decode("utf-8") if _is_utf8(line) else _decode_line(file, line) for line in lines
    )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_line(file: SourceFile, line: bytes) -> str:
    return _decode_as(SourceFile(file.name, line), ("cp1252",))


def _decode_as(file: SourceFile, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return file.content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _not_text(file.name)


def _not_text(name: str) -> FileRefused:
    return refuse(
        name,
        "Text in UTF-8, UTF-16 or Windows-1252 was expected; this file holds other bytes.",
        "Export it again as CSV, or save it from Excel as “CSV UTF-8”.",
        "not_text",
    )


class _Lines:
    """Feeds physical lines to the CSV reader and knows where the current record began."""

    def __init__(self, lines: list[str], start: int) -> None:
        self.lines = lines
        self.position = start
        self.record_start = start

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.position >= len(self.lines):
            raise StopIteration
        if self.position - self.record_start >= MAX_RECORD_LINES:
            raise csv.Error("quotation mark left open")
        self.position += 1
        return self.lines[self.position - 1]


def cut(source: SourceText, delimiter: str, start: int = 0) -> Iterator[tuple[Record, int]]:
    """Each record from line index `start` on, with the index of the line after it.

    A record with a quotation mark that never closes costs its first line only; reading goes on
    with the next line, so that one stray mark does not swallow the students below it.
    """
    feed = _Lines(source.lines, start)
    rows = csv.reader(feed, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        feed.record_start = feed.position
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as reason:
            feed.position = feed.record_start + 1
            rows = csv.reader(feed, delimiter=delimiter, strict=True, skipinitialspace=True)
            flaw = "cell_too_long" if "field limit" in str(reason) else "open_quote"
            yield Record(feed.record_start + 1, (), flaw), feed.position
            continue
        yield _record(feed.record_start + 1, cells), feed.position


def _record(line: int, cells: list[str]) -> Record:
    if len(cells) > MAX_COLUMNS:
        return Record(line, (), "too_many_cells")
    if max(map(len, cells), default=0) > MAX_CELL:
        return Record(line, (), "cell_too_long")
    return Record(line, tuple(cells))


def header_candidates(source: SourceText, how_many: int = 20) -> Iterator[Table]:
    """Rows near the top that might be the header, for every separator, top rows first.

    Portals put a title block above the header, so the first row is not always it.
    """
    for delimiter in DELIMITERS:
        for record, after in islice(cut(source, delimiter), how_many):
            if len(record.cells) > 1:
                header = tuple(cell.strip() for cell in record.cells)
                yield Table(source, delimiter, header, record.line, after)
