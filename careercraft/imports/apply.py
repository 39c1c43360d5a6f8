"""Carrying out a staged batch: every row is judged once more against the present, then written.

Nothing here commits: a batch is applied whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

from sqlalchemy import Row, Table, func, insert, select, update
from sqlalchemy.orm import Session

from careercraft.imports import pinned
from careercraft.imports.behind import WritingBehind
from careercraft.imports.bulk import program_set_aside, set_aside
from careercraft.imports.evidence import ItemPlan
from careercraft.imports.formats.base import Format
from careercraft.imports.matching import Known
from careercraft.imports.planning import PlannedRow, Planner
from careercraft.imports.rows import LineResult
from careercraft.imports.staging import (
    ROWS_AT_A_TIME,
    Report,
    Staged,
    class_sizes,
    enrolled_per_campus,
    row_values,
)
from careercraft.imports.stored import Plain, open_kept
from careercraft.imports.tally import Tally
from careercraft.imports.versions import seal_before, student_values
from careercraft.models import Evidence, ImportRow, Student, StudentVersion
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, seal

FACTS_TABLE = cast(Table, Evidence.__table__)


class Applied(NamedTuple):
    """What was done, and at which campuses something changed."""

    staged: Staged
    campus_ids: frozenset[UUID]


class KeptRow(NamedTuple):
    """A staged row, opened."""

    id: UUID
    outcome: str
    student_id: UUID | None
    line: LineResult
    plan: Plain | None


def one_at_a_time(session: Session, district_id: UUID) -> datetime:
    """Wait until no other batch of the district is being applied or undone; returns the moment.

    The moment comes from the database after the wait, so that it tells which batch came later.
    """
    lock = func.pg_advisory_xact_lock(func.hashtextextended(str(district_id), 1))
    session.execute(select(lock))
    moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return moment


class Application:
    """One batch on its way into the district's records."""

    def __init__(
        self, session: Session, keys: DistrictKeys, batch_id: UUID, format_: Format, today: date
    ) -> None:
        self._session = session
        self._keys = keys
        self._batch_id = batch_id
        self._format = format_
        self._moment = one_at_a_time(session, keys.district_id)
        self._planner = Planner(session, keys, today)
        self._tally = Tally(format_, today)
        self._versioned: set[UUID] = set()
        self._campus_ids: set[UUID] = set()

    @program_set_aside()
    def run(self, report: Report) -> Applied:
        """Apply every row; the caller commits."""
        enrolled = enrolled_per_campus(self._session)
        with WritingBehind(self._session) as writing:
            for kept in kept_chunks(self._session, self._keys, self._batch_id):
                rows = self._planner.plan([row.line for row in kept])
                self._write(kept, rows, writing)
                for row in rows:
                    self._tally.add(row)
                set_aside()
                report(self._tally.rows)
        counts = self._tally.counts(enrolled, class_sizes(self._session))
        staged = Staged(counts, self._tally.covers_through)
        return Applied(staged, frozenset(self._campus_ids))

    def _write(
        self, kept: Sequence[KeptRow], rows: Sequence[PlannedRow], writing: WritingBehind
    ) -> None:
        """Facts come last: they are what takes long, and are written while others are planned."""
        self._write_students([row for row in rows if row.outcome in {"create", "change"}])
        self._restage(kept, rows)
        self._note_pins(kept, rows)
        self._note_campuses(rows)
        self._write_evidence(kept, rows, writing)

    def _write_students(self, rows: Sequence[PlannedRow]) -> None:
        """Changes come before creations: a changed student may free an id that a new one has."""
        moves = _moves(rows)
        self._change([(before, after) for before, after in moves if before is not None])
        self._create([after for before, after in moves if before is None])

    def _change(self, moves: Sequence[tuple[Known, Known]]) -> None:
        self._version_before({before.id: before for before, _ in moves})
        self._free_state_ids([old.id for old, new in moves if _state_id(old) != _state_id(new)])
        self._each(update(Student), [student_values(self._keys, after) for _, after in moves])

    def _create(self, students: Sequence[Known]) -> None:
        district = {"district_id": self._keys.district_id}
        self._keys.own_keys.make([known.id for known in students])
        values = [student_values(self._keys, known) | district for known in students]
        self._each(insert(Student), values)
        self._version_before({known.id: None for known in students})

    def _free_state_ids(self, student_ids: list[UUID]) -> None:
        """Let go of ids that change before any is given out: two students may trade them."""
        if student_ids:
            changing = update(Student).where(Student.id.in_(student_ids))
            self._session.execute(changing.values(state_id_lookup=None))

    def _version_before(self, students: Mapping[UUID, Known | None]) -> None:
        """Keep what each record was before this batch first touched it; None if it was not."""
        new = {one: known for one, known in students.items() if one not in self._versioned}
        self._versioned |= new.keys()
        self._each(insert(StudentVersion), [self._version(one, k) for one, k in new.items()])

    def _version(self, student_id: UUID, before: Known | None) -> dict[str, Any]:
        version_id = uuid4()
        return {
            "id": version_id,
            "district_id": self._keys.district_id,
            "student_id": student_id,
            "batch_id": self._batch_id,
            "before_sealed": seal_before(self._keys, version_id, before) if before else None,
            "changed_at": self._moment,
        }

    def _restage(self, kept: Sequence[KeptRow], rows: Sequence[PlannedRow]) -> None:
        """Rewrite the kept rows whose plan is no longer the one that was staged."""
        stale = []
        for old, row in zip(kept, rows, strict=True):
            if not _still_holds(old, row):
                stale.append(row_values(self._keys, old.id, row, self._planner, named=True))
        self._each(update(ImportRow), stale)

    def _write_evidence(
        self, kept: Sequence[KeptRow], rows: Sequence[PlannedRow], writing: WritingBehind
    ) -> None:
        fresh: dict[UUID, dict[str, Any]] = {}
        replaced: list[UUID] = []
        for old, row in zip(kept, rows, strict=True):
            for item in row.items:
                if item.outcome == "same":
                    continue
                if item.replaces in fresh:
                    fresh[item.replaces].update(active=False, superseded_by=self._batch_id)
                elif item.replaces is not None:
                    replaced.append(item.replaces)
                fresh[item.evidence_id] = self._evidence(item, row, old.id)
        if replaced:
            self._session.execute(
                update(Evidence)
                .where(Evidence.id.in_(replaced))
                .values(active=False, superseded_by=self._batch_id)
            )
        writing.insert_rows(FACTS_TABLE, list(fresh.values()))

    def _note_pins(self, kept: Sequence[KeptRow], rows: Sequence[PlannedRow]) -> None:
        met = [(old.id, one) for old, row in zip(kept, rows, strict=True) for one in row.held]
        if met:
            pinned.note(self._session, self._keys, self._batch_id, met, self._moment)

    def _evidence(self, item: ItemPlan, row: PlannedRow, row_id: UUID) -> dict[str, Any]:
        place = Place("evidence", "fact_sealed", item.evidence_id, row.student_id)
        return {
            "id": item.evidence_id,
            "district_id": self._keys.district_id,
            "student_id": row.student_id,
            "kind": item.item.kind,
            "covers": item.item.covers,
            "natural_key": item.natural_key,
            "fact_sealed": seal(self._keys, place, item.text.encode()),
            "source": self._format.id,
            "batch_id": self._batch_id,
            "row_id": row_id,
            "active": True,
            "superseded_by": None,
        }

    def _note_campuses(self, rows: Sequence[PlannedRow]) -> None:
        for row in rows:
            if row.outcome not in {"create", "change"}:
                continue
            found = row.match.student if row.match else None
            after = row.roster.after if row.roster else None
            self._campus_ids |= {known.campus_id for known in (found, after) if known}

    def _each(self, statement: Any, values: list[dict[str, Any]]) -> None:
        if values:
            self._session.execute(statement, values)


def _moves(rows: Sequence[PlannedRow]) -> list[tuple[Known | None, Known]]:
    """Each student of some rows, as they were before the first row and are after the last."""
    moves: dict[UUID, tuple[Known | None, Known]] = {}
    for row in rows:
        if row.roster is not None and row.roster.outcome != "same":
            after = row.roster.after
            before, _ = moves.get(after.id, (row.roster.before, None))
            moves[after.id] = (before, after)
    return list(moves.values())


def _still_holds(old: KeptRow, row: PlannedRow) -> bool:
    """Whether a row is kept as it would be now. Planning hands a line on as it is, or a new one."""
    return old.student_id == row.student_id and old.line is row.line and old.plan == row.plan()


def _state_id(known: Known) -> str | None:
    return known.identity.state_unique_id


def kept_chunks(session: Session, keys: DistrictKeys, batch_id: UUID) -> Iterator[list[KeptRow]]:
    """The staged rows of a batch in file order, opened, so many at a time.

    They are fetched one portion ahead: what is being written then goes on while they are opened.
    """
    sealed = _sealed_chunks(session, batch_id)
    ahead = next(sealed, None)
    while ahead is not None:
        kept = [_kept(keys, *row) for row in ahead]
        ahead = next(sealed, None)
        yield kept


def _sealed_chunks(
    session: Session, batch_id: UUID
) -> Iterator[Sequence[Row[UUID, str, UUID | None, bytes]]]:
    query = select(
        ImportRow.id, ImportRow.outcome, ImportRow.student_id, ImportRow.row_sealed
    ).where(ImportRow.batch_id == batch_id)
    starts = _starts(session, batch_id)
    for start, next_start in zip_longest(starts, starts[1:]):
        chunk = query.where(ImportRow.id >= start).order_by(ImportRow.id)
        if next_start is not None:
            chunk = chunk.where(ImportRow.id < next_start)
        yield session.execute(chunk).all()


def _starts(session: Session, batch_id: UUID) -> Sequence[UUID]:
    """The first row of each portion. Bounded on both sides a portion costs what is in it; asked for
    "the next so many", PostgreSQL may sort all that are left each time.
    """
    place = (func.row_number().over(order_by=ImportRow.id) - 1).label("place")
    rows = select(ImportRow.id, place).where(ImportRow.batch_id == batch_id).subquery()
    first = select(rows.c.id).where(rows.c.place % ROWS_AT_A_TIME == 0).order_by(rows.c.id)
    return session.scalars(first).all()


def _kept(
    keys: DistrictKeys, row_id: UUID, outcome: str, student_id: UUID | None, sealed: bytes
) -> KeptRow:
    return KeptRow(row_id, outcome, student_id, *open_kept(keys, row_id, sealed, student_id))
