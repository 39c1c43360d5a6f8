"""Lists of graduates that the state publishes for the bonus: read through columns a person mapped.

Their layout is not public and changes from year to year, so nothing here knows one. What is
proposed for a column is a guess from its head; a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from careercraft.imports.formats.headers import key
from careercraft.imports.formats.values import MISSING, clean, day, yes_no
from careercraft.imports.reader import Record, Table, header_candidates, refuse
from careercraft.imports.rows import Person, RowProblem, SourceFile
from careercraft.imports.sources import texts
from careercraft.privacy.names import folded

STATE_ID_WIDTH = 10
MET, COLLEGE, CAREER, MILITARY = "met", "college", "career", "military"
PATHS = (COLLEGE, CAREER, MILITARY)
Columns = Mapping[str, str]
"""Which column (by its head) means what (by a field's id)."""


class Field(NamedTuple):
    """Something that a column may mean. `heads` are beginnings or parts of heads, best first."""

    id: str
    label: str
    heads: tuple[str, ...]
    says_who: bool = False


FIELDS = (
    Field(
        "state_unique_id",
        "Texas Unique ID",
        ("tx_unique", "texas_unique", "unique_id", "tsds_id", "unique_student", "state_id"),
        says_who=True,
    ),
    Field(
        "local_id",
        "Local ID",
        ("local_id", "local_student", "student_number"),
        says_who=True,
    ),
    Field("last_name", "Last name", ("last_name", "lastname", "surname"), says_who=True),
    Field("first_name", "First name", ("first_name", "firstname"), says_who=True),
    Field("birth_date", "Date of birth", ("birth", "dob"), says_who=True),
    Field(
        MET,
        "Met the bonus (any path)",
        ("ob_met", "outcomes_bonus_met", "met_ob", "ccmr_ob", "outcomes_bonus", "ob_flag"),
    ),
    Field(COLLEGE, "Met as college ready", ("ob_college", "college_ready", "college")),
    Field(CAREER, "Met as career ready", ("ob_career", "career_ready", "career")),
    Field(MILITARY, "Met as military ready", ("ob_military", "military_ready", "military")),
    Field(
        "economically_disadvantaged",
        "Economically disadvantaged",
        ("econ", "eco_dis", "disadvantaged"),
    ),
    Field("special_education", "Special education", ("special_ed", "sped", "spec_ed")),
    Field("tsi", "Reached the TSI standard on a test", ("tsi_met", "tsi", "act_sat_tsia")),
    Field("enrolled", "Enrolled in college", ("enrolled", "enrollment", "higher_ed", "ihe")),
)
BY_ID = {field.id: field for field in FIELDS}
_PARTICULAR_FIRST = sorted(FIELDS, key=lambda field: field.id not in ("enrolled", "tsi"))
"""“College enrolled” is about enrolment, although it begins like a path."""
FLAGS = tuple(field.id for field in FIELDS if not field.says_who)
_YES = frozenset({"met", "ob met", "eco dis", "economically disadvantaged", "sped", "enrolled"})
_NO = frozenset({"not met", "non eco dis", "not economically disadvantaged", "non sped", "none"})
_MASKED = frozenset({"*", "-1", "-2", "-3", "masked", "unknown"})


class StateRow(NamedTuple):
    """One student as the state's list tells of them; a flag is None where it says nothing.

    With problems the row is refused: they say which column, what stood there and what to do.
    """

    line: int
    person: Person
    says: Mapping[str, bool | None]
    problems: tuple[RowProblem, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether the state counts the student: as stated, or by any of the paths it names."""
        stated = self.says.get(MET)
        if stated is not None:
            return stated
        paths = [self.says[path] for path in PATHS if self.says.get(path) is not None]
        return any(paths) if paths else None


def open_list(files: Iterable[SourceFile]) -> Table:
    """The one table of an upload, at the row that most looks like its head. Raises FileRefused."""
    opened = list(texts(files))
    if len(opened) > 1:
        raise refuse(
            opened[1][0].file,
            "One file was expected, the list of one class.",
            "Upload the files one after the other.",
            "several_files",
        )
    found = [table for sheet in opened[0] for table in header_candidates(sheet)]
    if not found:
        raise refuse(
            opened[0][0].file,
            "A table with a head row and at least two columns was expected.",
            "Export the list again as CSV, with its column heads.",
            "no_table",
        )
    return _with_own_heads(max(found, key=_likeness))


def _likeness(table: Table) -> tuple[int, int, int]:
    """How much a row looks like a head: columns understood, then cells with text, then height."""
    words = sum(1 for head in table.header if head and not head[:1].isdigit())
    return len(guess(table.header)), words, -table.header_line


def _with_own_heads(table: Table) -> Table:
    """A head that stands twice, or nowhere, is told apart by its place."""
    seen: Counter[str] = Counter()
    heads = []
    for place, head in enumerate(table.header, 1):
        name = head or f"Column {place}"
        seen[name] += 1
        heads.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return table._replace(header=tuple(heads))


def guess(heads: Iterable[str]) -> dict[str, str]:
    """What the columns may mean, by their heads; each head is proposed once."""
    free = {head: key(head) for head in heads}
    proposed: dict[str, str] = {}
    for field in _PARTICULAR_FIRST:
        head = _best_head(field, free)
        if head is not None:
            proposed[field.id] = head
            del free[head]
    return proposed


def _best_head(field: Field, free: Mapping[str, str]) -> str | None:
    for wanted in field.heads:
        for head, name in free.items():
            if key(wanted) in name:
                return head
    return None


def missing_fields(columns: Columns) -> tuple[str, ...]:
    """What a mapping still lacks before a list can be read, in sentences."""
    lacks = []
    by_name = {"last_name", "first_name", "birth_date"} <= columns.keys()
    if not (by_name or {"state_unique_id", "local_id"} & columns.keys()):
        lacks.append(
            "Choose the column that says who: the Texas Unique ID, the local ID, or last name, "
            "first name and date of birth together."
        )
    if not {MET, *PATHS} & columns.keys():
        lacks.append("Choose the column that says whether the student met the bonus.")
    return tuple(lacks)


def read_rows(table: Table, columns: Columns) -> Iterator[StateRow]:
    """Every row below the head, as the mapping reads it."""
    places = {head: place for place, head in enumerate(table.header)}
    at = {field: places[head] for field, head in columns.items() if head in places}
    for record in table.records():
        yield _row(table, record, at)


def first_rows(table: Table, columns: Columns, how_many: int) -> list[StateRow]:
    """The first rows as they would be loaded, for a person to look at before anything is."""
    return list(islice(read_rows(table, columns), how_many))


def _row(table: Table, record: Record, at: Mapping[str, int]) -> StateRow:
    if record.flaw:
        return StateRow(record.line, Person(), {}, (_flawed(table, record),))
    cells = {
        field: clean(record.cells[place]) if place < len(record.cells) else ""
        for field, place in at.items()
    }
    problems: list[RowProblem] = []
    problem = _complain(table, record, at, problems)
    says = {field: _flag(field, cells[field], problem) for field in FLAGS if field in cells}
    row = StateRow(record.line, _person(cells, problem), says)
    if row.met is None and not problems:
        problem(MET, "", "Whether the student met the bonus was expected: Y or N, 1 or 0.")
    return row._replace(problems=tuple(problems))


Complain = Callable[[str, str, str], None]


def _complain(
    table: Table, record: Record, at: Mapping[str, int], problems: list[RowProblem]
) -> Complain:
    def complain(field: str, value: str, expected: str) -> None:
        column = table.header[at[field]] if field in at else None
        problems.append(
            RowProblem(
                table.file,
                record.line,
                column,
                value or None,
                expected,
                "Map another column, or correct the cell and upload the list again.",
                f"not_a_{BY_ID[field].id}",
            )
        )

    return complain


def _flawed(table: Table, record: Record) -> RowProblem:
    return RowProblem(
        table.file,
        record.line,
        None,
        None,
        "A row with its quotation marks closed was expected.",
        "Correct the row and upload the list again.",
        record.flaw or "",
    )


def _flag(field: str, text: str, problem: Complain) -> bool | None:
    """A cell as yes, no, or nothing said; a masked cell says nothing."""
    low = " ".join(folded(text.replace("_", " ")).split())
    if low in _YES:
        return True
    if low in _NO:
        return False
    if low in MISSING or low in _MASKED or text in _MASKED:
        return None
    answer = yes_no(text)
    if answer is None:
        problem(field, text, "Y or N, 1 or 0, Met or Not met was expected.")
    return answer


def _person(cells: Mapping[str, str], problem: Complain) -> Person:
    born = _given(cells, "birth_date")
    birth_date = day(born) if born else None
    if born and birth_date is None:
        problem("birth_date", born, "A date such as 09/14/2007 was expected.")
    return Person(
        state_unique_id=_state_id(_given(cells, "state_unique_id")),
        local_id=_given(cells, "local_id"),
        last_name=_given(cells, "last_name"),
        first_name=_given(cells, "first_name"),
        birth_date=birth_date,
    )


def _given(cells: Mapping[str, str], field: str) -> str | None:
    text = cells.get(field, "")
    return None if text.lower() in MISSING else text


def _state_id(text: str | None) -> str | None:
    """The id with the leading zeros that a spreadsheet took away."""
    if text is None:
        return None
    whole = text.removesuffix(".0")
    return whole.zfill(STATE_ID_WIDTH) if whole.isascii() and whole.isdigit() else whole
