"""The state's early and final lists of a class: uploaded, mapped, matched, loaded, undone.

Nothing of a list becomes evidence: it stands beside our records, to be compared with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from careercraft.imports.matching import UNMATCHED, Clues, Directory, Match, clues_of, match
from careercraft.imports.reader import Table, refuse
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
from careercraft.models import BonusDecision, BonusList, BonusListRow
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import FIRST_ROWS, Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import tasks
from careercraft.services.bonus import mappings
from careercraft.services.bonus.graduates import check_class
from careercraft.services.context import Desk
from careercraft.services.people import names_of

__all__ = ["BadList", "FileRefused", "SourceFile"]

STORE = "upload"
EDITIONS = {"early": "Early counts", "final": "Final list"}
LOADED, REPLACED = "loaded", "replaced"
OPEN = frozenset({"uploaded", "mapped"})
LARGEST_BYTES = 20 * 1024 * 1024
ROWS_AT_A_TIME = 500
ROWS_SHOWN = 8
Progress = Callable[[int, int], None]
Columns = Mapping[str, str]


class BadList(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A list cannot be used like this; `sentences` say why."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("This list cannot be used like this.")


class ListSummary(NamedTuple):
    """A state list as the history shows it."""

    id: UUID
    class_of: int
    edition: str
    state: str
    file_name: str
    size: int
    counts: dict[str, Any]
    uploaded_by: str
    uploaded_at: datetime
    loaded_at: datetime | None
    task_id: UUID | None

    @property
    def edition_title(self) -> str:
        """Which of the state's lists it is."""
        return EDITIONS[self.edition]

    @property
    def waiting(self) -> int:
        """Rows that wait for somebody's decision on who they are about."""
        return sum(self.counts.get(fate, 0) for fate in ("unmatched", "ambiguous"))


class Preview(NamedTuple):
    """A list before it is loaded: its columns, what they are taken for, and its first rows."""

    summary: ListSummary
    heads: tuple[str, ...]
    columns: Mapping[str, str]
    lacks: tuple[str, ...]
    rows: list[StateRow]
    mappings: list[mappings.Mapping]
    used: mappings.Mapping | None
    """The kept mapping that was proposed, if one fits."""


def upload(desk: Desk, class_of: int, edition: str, files: Iterable[SourceFile]) -> UUID:
    """Keep a list, sealed, and propose what its columns mean.

    Raises `FileRefused` for a file that is no table, `BadList` for an edition that cannot be,
    `NotFound` for a class that earns no bonus.
    """
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    check_class(class_of)
    if edition not in EDITIONS:
        raise BadList("Choose whether these are the early counts or the final list.")
    file = _only_file(files)
    table = open_list([file])
    list_id, file_id = uuid4(), uuid4()
    kept = {"file": str(file_id), "name": file.name}
    proposed = mappings.fitting(desk, table.header)
    found = BonusList(
        id=list_id,
        district_id=desk.actor.district_id,
        class_of=class_of,
        edition=edition,
        state="uploaded",
        names_sealed=seal_json(desk.keys, _names_of(list_id), kept),
        size=len(file.content),
        columns=dict(proposed.columns) if proposed else guess(table.header),
        counts={},
        uploaded_by=desk.actor.user_id,
        uploaded_at=desk.now,
    )
    desk.session.add(found)
    desk.session.flush()
    desk.files.put(desk.keys, STORE, file_id, file.content)
    _record(desk, Event.BONUS_LIST_UPLOADED, found, {"bytes": found.size})
    desk.session.commit()
    return list_id


def _only_file(files: Iterable[SourceFile]) -> SourceFile:
    given = [file for file in files if file.name]
    if len(given) != 1:
        raise refuse("upload", "One file was expected.", "Choose the list.", "no_file")
    (file,) = given
    if not file.content:
        raise refuse(file.name, "The file is empty.", "Export it again.", "empty_file")
    if len(file.content) > LARGEST_BYTES:
        raise refuse(file.name, "A list may have 20 MB.", "Upload one class.", "file_too_large")
    return file


def summaries(desk: Desk, class_of: int | None = None) -> list[ListSummary]:
    """Every list of a class, or of all, latest first; discarded ones are left out."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    query = (
        select(BonusList)
        .where(BonusList.state != "discarded")
        .order_by(BonusList.uploaded_at.desc(), BonusList.id)
    )
    if class_of is not None:
        query = query.where(BonusList.class_of == class_of)
    rows = list(desk.session.scalars(query))
    names = names_of(desk, {row.uploaded_by for row in rows})
    return [_summary(desk, row, names) for row in rows]


def summary(desk: Desk, list_id: UUID) -> ListSummary:
    """One list; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_BONUS_READ)
    row = find(desk, list_id)
    return _summary(desk, row, names_of(desk, {row.uploaded_by}))


def preview(desk: Desk, list_id: UUID) -> Preview:
    """A list before it is loaded, with its first rows as they would be read."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = find(desk, list_id)
    table = _table(desk, row)
    columns = _present(table, row.columns)
    lacks = missing_fields(columns)
    rows = [] if lacks else first_rows(table, columns, ROWS_SHOWN)
    told = _summary(desk, row, names_of(desk, {row.uploaded_by}))
    _record(desk, Event.BONUS_LIST_VIEWED, row, {FIRST_ROWS: len(rows)})
    desk.session.commit()
    kept = mappings.kept(desk)
    used = next((one for one in kept if _same(one.columns, columns)), None)
    return Preview(told, table.header, columns, lacks, rows, kept, used)


def map_columns(desk: Desk, list_id: UUID, columns: Columns, keep_as: str = "") -> None:
    """Say what the columns mean; with a name, keep that for the next list.

    Raises `BadList` where a column is used twice, is not there, or the mapping lacks something.
    """
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = _in_state(desk, list_id, OPEN)
    table = _table(desk, row)
    chosen = {field: head for field, head in columns.items() if head}
    problems = (*_misfits(table, chosen), *missing_fields(chosen))
    if problems:
        desk.session.rollback()
        raise BadList(*problems)
    if keep_as.strip():
        mappings.keep(desk, keep_as, chosen)
    row.columns = chosen
    row.state = "mapped"
    _record(desk, Event.BONUS_LIST_MAPPED, row, {"columns": len(chosen)})
    desk.session.commit()


def _misfits(table: Table, columns: Columns) -> Iterator[str]:
    known = {field.id for field in FIELDS}
    for field, head in columns.items():
        if field not in known or head not in table.header:
            yield f"The column “{head}” is not in this file. Choose another one."
    for head, times in Counter(columns.values()).items():
        if times > 1:
            yield f"The column “{head}” is chosen {times} times. A column means one thing."


def ask_to_load(desk: Desk, list_id: UUID) -> UUID:
    """Ask for a mapped list to be matched and loaded; returns the task, which is to be queued."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = _in_state(desk, list_id, frozenset({"mapped"}))
    task = tasks.start(desk, "load_bonus_list", row.id)
    row.state = "reading"
    row.task_id = task.id
    desk.session.commit()
    return task.id


def load(desk: Desk, list_id: UUID, progress: Progress) -> None:
    """Worker: match every row and let the list count; an earlier one of its kind steps back."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = _in_state(desk, list_id, frozenset({"reading"}))
    desk.session.execute(delete(BonusListRow).where(BonusListRow.list_id == list_id))
    table = _table(desk, row)
    rows = list(read_rows(table, row.columns))
    counts = _keep_rows(desk, row, rows, progress)
    for earlier in _others(desk, row, LOADED):
        earlier.state = REPLACED
    desk.session.flush()
    row.state = LOADED
    row.counts = dict(counts)
    row.loaded_by = desk.actor.user_id
    row.loaded_at = desk.now
    _record(desk, Event.BONUS_LIST_LOADED, row, counts)
    desk.session.commit()


def note_failure(desk: Desk, list_id: UUID) -> None:
    """Put a list whose loading stopped back where it can be loaded again."""
    row = find(desk, list_id)
    if row.state == "reading":
        row.state = "mapped"


def undo(desk: Desk, list_id: UUID) -> None:
    """Take a loaded list back; the one that it replaced counts again. Raises `BadList`."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = _in_state(desk, list_id, frozenset({LOADED}))
    row.state = "undone"
    row.undone_by = desk.actor.user_id
    row.undone_at = desk.now
    desk.session.flush()
    for before in _others(desk, row, REPLACED)[:1]:
        before.state = LOADED
    _record(desk, Event.BONUS_LIST_UNDONE, row)
    desk.session.commit()


def discard(desk: Desk, list_id: UUID) -> int:
    """Throw away a list that does not count: file and rows go. Returns its class."""
    require(desk.actor, Permission.DISTRICT_BONUS_RECONCILE)
    row = _in_state(desk, list_id, OPEN | {"undone", REPLACED})
    row.state = "discarded"
    desk.session.execute(delete(BonusListRow).where(BonusListRow.list_id == list_id))
    desk.session.execute(delete(BonusDecision).where(BonusDecision.list_id == list_id))
    _record(desk, Event.BONUS_LIST_DISCARDED, row)
    desk.session.commit()
    desk.files.remove(desk.keys, STORE, _stored(desk, row)[0])
    desk.session.commit()
    return row.class_of


def find(desk: Desk, list_id: UUID) -> BonusList:
    """A list that was not discarded; raises `NotFound`."""
    row = desk.session.get(BonusList, list_id)
    if row is None or row.state == "discarded":
        raise NotFound("list")
    return row


def _in_state(desk: Desk, list_id: UUID, states: frozenset[str]) -> BonusList:
    """The list, held against a second click, if it is in one of these states."""
    find(desk, list_id)
    query = (
        select(BonusList)
        .where(BonusList.id == list_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = desk.session.scalars(query).one()
    if row.state not in states:
        desk.session.rollback()
        raise BadList("The list has moved on meanwhile. Look at the page again.")
    return row


def _others(desk: Desk, row: BonusList, state: str) -> list[BonusList]:
    """Lists of the same class and edition in a state, the last loaded first."""
    query = (
        select(BonusList)
        .where(
            BonusList.class_of == row.class_of,
            BonusList.edition == row.edition,
            BonusList.state == state,
            BonusList.id != row.id,
        )
        .order_by(BonusList.loaded_at.desc())
    )
    return list(desk.session.scalars(query))


def _keep_rows(
    desk: Desk, row: BonusList, rows: list[StateRow], progress: Progress
) -> Counter[str]:
    directory = Directory(desk.session, desk.keys)
    taken: set[UUID] = set()
    counts: Counter[str] = Counter(rows=len(rows))
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        some = rows[start : start + ROWS_AT_A_TIME]
        clues = [clues_of(desk.keys, one.person) for one in some]
        directory.load(clues)
        for one, clue in zip(some, clues, strict=True):
            kept = _kept_row(desk, row.id, one, _matched(one, clue, directory, taken))
            counts[kept.fate] += 1
            desk.session.add(kept)
        desk.session.flush()
        progress(start + len(some), max(1, len(rows)))
    return counts


class _Fate(NamedTuple):
    fate: str
    found: Match | None = None
    reason: str | None = None


def _matched(row: StateRow, clues: Clues, directory: Directory, taken: set[UUID]) -> _Fate:
    """Who a row is about; a student that an earlier row has named is not named again."""
    if row.problems:
        return _Fate("refused")
    found = match(row.person, clues, directory)
    if found.student is None:
        fate = "unmatched" if found.reason in UNMATCHED else "ambiguous"
        return _Fate(fate, found, found.reason.value if found.reason else None)
    if found.student.id in taken:
        return _Fate("ambiguous", None, "twice_in_list")
    taken.add(found.student.id)
    return _Fate("matched", found)


def _kept_row(desk: Desk, list_id: UUID, row: StateRow, fate: _Fate) -> BonusListRow:
    row_id = uuid4()
    found = fate.found
    student = found.student if found else None
    person = row.person._asdict()
    person["birth_date"] = row.person.birth_date.isoformat() if row.person.birth_date else None
    held = {
        "person": person,
        "says": {**row.says, "met": row.met},
        "reason": fate.reason,
        "problems": [problem._asdict() for problem in row.problems],
    }
    place = Place("bonus_list_rows", "row_sealed", row_id, student.id if student else None)
    return BonusListRow(
        id=row_id,
        district_id=desk.actor.district_id,
        list_id=list_id,
        line=row.line,
        fate=fate.fate,
        rung=found.rung.value if found and found.rung else None,
        student_id=student.id if student else None,
        row_sealed=seal_json(desk.keys, place, held),
    )


def _table(desk: Desk, row: BonusList) -> Table:
    file_id, name = _stored(desk, row)
    return open_list([SourceFile(name, desk.files.get(desk.keys, STORE, file_id))])


def _stored(desk: Desk, row: BonusList) -> tuple[UUID, str]:
    held = unseal_json(desk.keys, _names_of(row.id), row.names_sealed)
    return UUID(held["file"]), held["name"]


def _present(table: Table, columns: Columns) -> dict[str, str]:
    return {field: head for field, head in columns.items() if head in table.header}


def _same(one: Columns, other: Columns) -> bool:
    return dict(one) == dict(other)


def _summary(desk: Desk, row: BonusList, names: Mapping[UUID, str]) -> ListSummary:
    return ListSummary(
        row.id,
        row.class_of,
        row.edition,
        row.state,
        _stored(desk, row)[1],
        row.size,
        row.counts,
        names.get(row.uploaded_by, ""),
        row.uploaded_at,
        row.loaded_at,
        row.task_id,
    )


def _record(
    desk: Desk, event: Event, row: BonusList, counts: Mapping[str, int] | None = None
) -> None:
    told: dict[str, Detail] = {"class_of": row.class_of, "edition": row.edition, **(counts or {})}
    desk.record(event, "bonus_list", row.id, details=told)


def _names_of(list_id: UUID) -> Place:
    return Place("bonus_lists", "names_sealed", list_id)
