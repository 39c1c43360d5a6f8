"""Reading one record field by field, collecting what is wrong with it on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from careercraft.imports.formats import values
from careercraft.imports.formats.headers import Columns
from careercraft.imports.reader import Record
from careercraft.imports.rows import EvidenceItem, LineResult, Person, RowProblem, StudentItem

T = TypeVar("T")

STATE_ID_DIGITS = 10  # E1523 TX-UNIQUE-STUDENT-ID
CAMPUS_ID_DIGITS = 9  # E0266 CAMPUS-ID: county 3, district 3, campus 3
LOCAL_ID_CHARACTERS = 9  # E0923 LOCAL-STUDENT-ID

CORRECT_AND_UPLOAD = "Correct the cell in the source system or in the file and upload it again."
_SHORTENED = (
    "The spreadsheet program shortened the number. Format the column as text, or upload the file "
    "as it came without opening it in between."
)
_FLAWS = {
    "open_quote": (
        "Quotation marks that open and close.",
        "A quotation mark on this line has no partner. Remove it and upload the file again.",
    ),
    "too_many_cells": ("Fewer cells on one line.", "Check that line breaks were not lost."),
    "cell_too_long": (
        "A cell of ordinary length.",
        "Check this line for a missing quotation mark or a missing line break.",
    ),
}


class Row:
    """One record seen through the columns of its layout."""

    def __init__(
        self, file: str, record: Record, columns: Columns, *, continues_merged: bool = False
    ) -> None:
        self.file = file
        self.continues_merged = continues_merged
        self.record = record
        self.columns = columns
        self.problems: list[RowProblem] = []
        self.notes: list[RowProblem] = []

    # What is wrong

    def problem(
        self,
        field: str | None,
        expected: str,
        code: str,
        next_step: str = CORRECT_AND_UPLOAD,
        value: str | None = None,
    ) -> None:
        """Something of this row cannot be used."""
        self.problems.append(self._remark(field, expected, code, next_step, value))

    def note(
        self,
        field: str | None,
        expected: str,
        code: str,
        next_step: str = "Nothing to do.",
        value: str | None = None,
    ) -> None:
        """Something worth knowing that stopped nothing."""
        self.notes.append(self._remark(field, expected, code, next_step, value))

    def _remark(
        self, field: str | None, expected: str, code: str, next_step: str, value: str | None
    ) -> RowProblem:
        column = self.columns.name(field) or field if field else None
        seen = value if value is not None else (self.text(field) if field else None)
        return RowProblem(self.file, self.record.line, column, seen, expected, next_step, code)

    def result(
        self,
        person: Person,
        items: tuple[EvidenceItem, ...] = (),
        student: StudentItem | None = None,
    ) -> LineResult:
        """Everything the row gave."""
        return LineResult(
            self.record.line,
            person,
            items,
            student,
            tuple(self.problems),
            tuple(self.notes),
            self.file,
        )

    # Cells

    def has(self, field: str) -> bool:
        """Whether the file has such a column at all."""
        return self.columns.where(field) is not None

    def text(self, field: str) -> str | None:
        """The cell's text, None when blank or when there is no such column."""
        index = self.columns.where(field)
        cells = self.record.cells
        if index is None or index >= len(cells) or not cells[index]:
            return None
        return values.clean(cells[index]) or None

    def any_filled(self, fields: tuple[str, ...]) -> bool:
        """Whether any of these cells holds anything at all, be it only a mark for “no value”."""
        cells = self.record.cells
        return any(cells[place] for place in self.columns.places(fields) if place < len(cells))

    def typed(self, field: str) -> str | None:
        """As `text`, but the usual marks for “no value” (-, --, N/A) count as blank."""
        text = self.text(field)
        return None if text is None or text.lower() in values.MISSING else text

    def day(self, field: str, *, day_first: bool | None = None) -> date | None:
        """A date, or None with a problem when the cell holds something else."""
        return self._read(
            field,
            lambda text: values.day(text, day_first=day_first),
            "A date such as 2026-05-28 or 5/28/2026.",
            "bad_date",
        )

    def yes_no(self, field: str) -> bool | None:
        """Yes or no, or None with a problem when the cell holds something else."""
        return self._read(field, values.yes_no, "Y or N, yes or no, 1 or 0.", "bad_yes_no")

    def whole(self, field: str, low: int, high: int, *, step: int = 1) -> int | None:
        """A whole number from `low` to `high`, or None with a problem."""
        text = self.typed(field)
        if text is None:
            return None
        value = values.whole(text)
        steps = f" in steps of {step}" if step > 1 else ""
        if value is None or not low <= value <= high or (value - low) % step:
            self.problem(field, f"A whole number from {low} to {high}{steps}.", "out_of_range")
            return None
        return value

    def number(self, field: str, low: float, high: float) -> int | float | None:
        """A number from `low` to `high`, or None with a problem."""
        text = self.typed(field)
        if text is None:
            return None
        value = values.number(text)
        if value is None or not low <= value <= high:
            self.problem(field, f"A number from {low:g} to {high:g}.", "out_of_range")
            return None
        return value

    def choice(self, field: str, known: Mapping[str, str]) -> str | None:
        """One of a closed list of words or codes (lower case), or None with a problem."""
        expected = "One of: " + ", ".join(sorted(set(known.values()))) + "."
        return self._read(field, lambda text: known.get(text.lower()), expected, "unknown_code")

    def _read(
        self, field: str, parse: Callable[[str], T | None], expected: str, code: str
    ) -> T | None:
        text = self.typed(field)
        if text is None:
            return None
        value = parse(text)
        if value is None:
            self.problem(field, expected, code)
        return value

    # Ids

    def state_id(self, field: str, *, strict: bool = False) -> str | None:
        """A Texas Unique Student ID of ten digits; lost leading zeros are put back, with a note.

        What cannot be one is a problem when `strict`, else a note: a vendor's row may still be
        matched by another id or by name and date of birth.
        """
        return self._digits(field, STATE_ID_DIGITS, "state_id", strict=strict)

    def campus_id(self, field: str) -> str | None:
        """A campus number of nine digits; lost leading zeros are put back, with a note."""
        return self._digits(field, CAMPUS_ID_DIGITS, "campus_id", strict=True)

    def _digits(self, field: str, width: int, what: str, *, strict: bool) -> str | None:
        text = self.typed(field)
        if text is None:
            return None
        digits = text.removesuffix(".0")
        if not values.is_digits(digits) or len(digits) > width or not int(digits):
            self._not_digits(field, text, width, what, strict=strict)
            return None
        if digits.zfill(width) != text:
            self.note(
                field,
                f"A number of {width} digits.",
                f"{what}_repadded",
                "The leading zeros that a spreadsheet dropped were put back. Nothing to do.",
            )
        return digits.zfill(width)

    def _not_digits(self, field: str, text: str, width: int, what: str, *, strict: bool) -> None:
        shortened = "E+" in text.upper()
        remark = self.problem if strict else self.note
        remark(
            field,
            f"A number of {width} digits.",
            f"{what}_shortened" if shortened else f"bad_{what}",
            _SHORTENED if shortened else CORRECT_AND_UPLOAD,
        )

    def local_id(self, field: str) -> str | None:
        """The district's own number, as it stands; one that is too long is noted and left out."""
        text = self.typed(field)
        if text is None:
            return None
        if len(text) > LOCAL_ID_CHARACTERS or "E+" in text.upper():
            self.note(
                field,
                f"At most {LOCAL_ID_CHARACTERS} characters.",
                "bad_local_id",
                _SHORTENED if "E+" in text.upper() else CORRECT_AND_UPLOAD,
            )
            return None
        return text

    def either_id(self, field: str) -> tuple[str | None, str | None]:
        """(state id, local id) of a column in which vendors allow either: ten digits are state."""
        text = self.typed(field)
        if text and values.is_digits(text) and len(text) == STATE_ID_DIGITS:
            return text, None
        return None, self.local_id(field)


def names_someone(person: Person) -> bool:
    """Whether a row says whom it is about: by an id or by a name.

    A name without a date of birth matches nobody by itself; a person may decide who it is.
    """
    by_id = person.state_unique_id or person.local_id or person.other_ids
    return bool(by_id or (person.last_name and person.first_name))


def unreadable(row: Row) -> LineResult | None:
    """A refusal when the record does not have the header's number of cells, else None.

    A short row is refused too: it was cut, and a cut number looks like a smaller one.
    """
    record, columns = row.record, row.columns
    if row.continues_merged:
        row.problem(
            None,
            "A row of its own; this one continues a cell that is merged over several rows.",
            "merged_cells",
            "Unmerge the cells in Excel, fill every row, and upload the file again.",
        )
        return row.result(Person())
    if record.flaw:
        expected, next_step = _FLAWS[record.flaw]
        row.problem(None, expected, record.flaw, next_step)
        return row.result(Person())
    extra = [cell for cell in record.cells[len(columns.header) :] if cell.strip()]
    if extra or len(record.cells) < len(columns.header):
        row.problem(
            None,
            f"{len(columns.header)} cells as in the header, not {len(record.cells)}.",
            "too_few_cells" if not extra else "too_many_cells",
            "A separator or a line break inside a cell needs quotation marks around the cell. "
            "Export the file again.",
        )
        return row.result(Person())
    return _torn(row)


def _torn(row: Row) -> LineResult | None:
    """A refusal where two columns of one name say different things, else None."""
    for first, others in row.columns.doubled.items():
        cells = row.record.cells
        if any(cells[other].strip() not in ("", cells[first].strip()) for other in others):
            row.problem(
                None,
                f"One column named “{row.columns.header[first]}”; there are {len(others) + 1}, and "
                "here they differ.",
                "duplicate_header",
                "Delete or rename the column that is not meant, and upload the file again.",
            )
            return row.result(Person())
    return None


def nobody(row: Row) -> LineResult:
    """A refusal of a row that does not say whom it is about."""
    row.problem(
        None,
        "A student id, or a name.",
        "nobody_named",
        "Add the Texas Unique Student ID or the local id to this row.",
    )
    return row.result(Person())
