"""Asked for, made by the worker, fetched, removed: the life of a complete export."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Table, func, select

from careercraft.db import Base
from careercraft.filestore import FileMissing
from careercraft.models import DistrictExport, Task
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.keys import KeyDestroyed
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, SealBroken, seal_json, unseal_json
from careercraft.services import people, tasks
from careercraft.services.api import figures
from careercraft.services.class_counts import counted_classes
from careercraft.services.context import Desk
from careercraft.services.districts import current_district
from careercraft.services.people import names_of
from careercraft.services.retention.export_taken import note_export_taken
from careercraft.services.takeout import files, tables
from careercraft.services.takeout.scope import (
    FILES_LEFT_OUT,
    LEFT_OUT,
    exported_columns,
    exported_tables,
    is_sealed,
    plain_name,
    why_not,
)
from careercraft.services.takeout.writing import Archive, archive
from careercraft.services.tasks import TaskView

STORE = "export"
KEPT_FOR = timedelta(days=7)
LONGEST_PURPOSE = 200
LONGEST_WORK = timedelta(hours=1)
"""The queue ends a job after half an hour; a task that is older was left by a worker that died."""
MOST_FIELDS = 120
"""Of more fields within one column, the CSV file keeps the column as it is."""
Progress = Callable[[int, int], None]


class Refused(Exception):  # noqa: N818 - an answer to the person; `field` is which
    """The export is not made or not handed over; the message says why."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class Asked(NamedTuple):
    """An export that is being made."""

    export_id: UUID
    task_id: UUID


class ExportView(NamedTuple):
    """An export as its page shows it."""

    id: UUID
    state: str
    purpose: str
    asked_by: str
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    size: int
    rows: int
    task: TaskView | None


class Fetched(NamedTuple):
    """A finished export on its way out: its size, and its content piece by piece."""

    name: str
    size: int
    pieces: Iterator[bytes]


def ask(desk: Desk, password: str, purpose: str) -> Asked:
    """Ask for everything; the caller enqueues the task. Raises `Refused`."""
    require(desk.actor, Permission.DISTRICT_DATA_EXPORT)
    _require_password(desk, password)
    if not purpose.strip():
        raise Refused("purpose", "Say what it is for: it stays in the history of exports.")
    if _under_way(desk):
        raise Refused("purpose", "An export is being made already.")
    export_id = uuid4()
    place = _purpose(export_id)
    export = DistrictExport(
        id=export_id,
        district_id=desk.actor.district_id,
        state="waiting",
        purpose_sealed=seal_json(desk.keys, place, purpose.strip()[:LONGEST_PURPOSE]),
        counts={},
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
    )
    desk.session.add(export)
    desk.session.flush()
    task = tasks.start(desk, "export_district", export_id)
    export.task_id = task.id
    desk.record(Event.EXPORT_ASKED, "district_export", export_id)
    desk.session.commit()
    return Asked(export_id, task.id)


def make(desk: Desk, export_id: UUID, progress: Progress) -> None:
    """Worker: write everything into one zip, as it stood at one moment.

    A stop removes what was written; making it again starts over.
    """
    require(desk.actor, Permission.DISTRICT_DATA_EXPORT)
    desk.session.commit()
    desk.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    _remove_pieces(desk, export_id)

    def keep(number: int, content: bytes) -> None:
        desk.files.put(desk.keys, STORE, _piece(export_id, number), content)

    with archive(keep) as (made, pieces):
        counts = _write(desk, made, progress)
    desk.session.commit()  # the moment is over: the audit trail has grown meanwhile
    export = desk.session.get_one(DistrictExport, export_id)
    export.state, export.counts = "ready", counts
    export.pieces, export.size = pieces.pieces, pieces.size
    export.ready_at, export.expires_at = desk.now, desk.now + KEPT_FOR
    details: dict[str, Detail] = {"bytes": pieces.size, "rows": sum(counts.values())}
    desk.record(Event.EXPORT_MADE, "district_export", export_id, details=details)
    desk.session.commit()


def note_failure(desk: Desk, export_id: UUID) -> None:
    """After work that stopped: nothing of it stays."""
    _remove_pieces(desk, export_id)
    desk.session.get_one(DistrictExport, export_id).state = "failed"


def fetch(desk: Desk, export_id: UUID, password: str) -> Fetched:
    """A finished export, piece by piece; that it left is recorded. Raises `Refused`, `NotFound`."""
    require(desk.actor, Permission.DISTRICT_DATA_EXPORT)
    export = _found(desk, export_id)
    if export.state != "ready" or not export.expires_at or export.expires_at <= desk.now:
        raise NotFound("export")
    _require_password(desk, password)
    desk.record(Event.EXPORT_DOWNLOADED, "district_export", export_id)
    number = current_district(desk).number
    pieces, size, made = export.pieces, export.size, export.asked_at
    desk.keys.own_keys.hold([_piece(export_id, number_) for number_ in range(pieces)])
    note_export_taken(desk)
    desk.session.commit()
    content = (
        desk.files.get(desk.keys, STORE, _piece(export_id, number_)) for number_ in range(pieces)
    )
    return Fetched(f"careercraft-{number}-{made:%Y-%m-%d}.zip", size, content)


def remove(desk: Desk, export_id: UUID) -> None:
    """Remove an export before it expires; that it was made stays on record."""
    require(desk.actor, Permission.DISTRICT_DATA_EXPORT)
    export = _found(desk, export_id)
    if export.state == "ready":
        export.state = "removed"
        desk.record(Event.EXPORT_REMOVED, "district_export", export_id)
        desk.session.commit()
        _remove_pieces(desk, export_id, export.pieces)
        desk.session.commit()


def remove_expired(desk: Desk) -> int:
    """The clock: remove what has expired; returns how many."""
    query = select(DistrictExport).where(
        DistrictExport.state == "ready", DistrictExport.expires_at <= desk.now
    )
    expired = list(desk.session.scalars(query))
    for export in expired:
        export.state = "removed"
        _remove_pieces(desk, export.id, export.pieces)
    desk.session.commit()
    return len(expired)


def remove_every(desk: Desk) -> int:
    """Remove every export that lies ready, before its time; how many. The caller commits."""
    ready = list(
        desk.session.scalars(select(DistrictExport).where(DistrictExport.state == "ready"))
    )
    for export in ready:
        export.state = "removed"
        _remove_pieces(desk, export.id, export.pieces)
    return len(ready)


def exports(desk: Desk) -> tuple[ExportView, ...]:
    """Every export that was asked for, latest first."""
    require(desk.actor, Permission.DISTRICT_DATA_EXPORT)
    query = select(DistrictExport).order_by(DistrictExport.asked_at.desc())
    found = list(desk.session.scalars(query))
    names = names_of(desk, {one.asked_by for one in found})
    return tuple(_view(desk, one, names.get(one.asked_by, "somebody who left")) for one in found)


def export_view(desk: Desk, export_id: UUID) -> ExportView:
    """One export; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_DATA_EXPORT)
    found = _found(desk, export_id)
    names = names_of(desk, {found.asked_by})
    return _view(desk, found, names.get(found.asked_by, "somebody who left"))


def _view(desk: Desk, one: DistrictExport, asked_by: str) -> ExportView:
    task = desk.session.get(Task, one.task_id) if one.task_id else None
    return ExportView(
        one.id,
        one.state,
        unseal_json(desk.keys, _purpose(one.id), one.purpose_sealed),
        asked_by,
        one.asked_at,
        one.ready_at,
        one.expires_at,
        one.size,
        sum(one.counts.values()),
        tasks.as_view(task) if task else None,
    )


def _found(desk: Desk, export_id: UUID) -> DistrictExport:
    found = desk.session.get(DistrictExport, export_id)
    if found is None:
        raise NotFound("export")
    return found


def _under_way(desk: Desk) -> bool:
    query = select(Task.id).where(
        Task.kind == "export_district",
        Task.state.in_(tasks.OPEN_STATES),
        Task.created_at > desk.now - LONGEST_WORK,
    )
    return desk.session.scalars(query.limit(1)).first() is not None


def _require_password(desk: Desk, password: str) -> None:
    if not people.has_password(desk, password):
        desk.session.rollback()
        raise Refused("password", "This is not your password.")


def _purpose(export_id: UUID) -> Place:
    return Place("district_exports", "purpose_sealed", export_id)


def _piece(export_id: UUID, number: int) -> UUID:
    return uuid5(export_id, str(number))


def _remove_pieces(desk: Desk, export_id: UUID, pieces: int = 0) -> None:
    """Those that are known, and whatever an attempt that stopped has left after them."""
    number = 0
    while number < pieces or _is_there(desk, _piece(export_id, number)):
        desk.files.remove(desk.keys, STORE, _piece(export_id, number))
        number += 1


def _is_there(desk: Desk, piece: UUID) -> bool:
    """Also a piece whose key went when the work was rolled back: its bytes are still there."""
    try:
        desk.files.get(desk.keys, STORE, piece)
    except FileMissing:
        return False
    except (KeyDestroyed, SealBroken):
        return True
    return True


# What stands in the zip


def _write(desk: Desk, made: Archive, progress: Progress) -> dict[str, int]:
    every = exported_tables()
    totals = {table.name: _rows(desk, table) for table in every}
    total = 2 * sum(totals.values()) + len(every)
    done, counts = 0, dict[str, int]()
    made.add("README.txt", _readme(desk).encode())
    made.add("dictionary.csv", _dictionary())
    for table in every:
        counts[table.name] = _write_table(
            desk,
            made,
            table,
            lambda rows, before=done: progress(before + rows, total),  # type: ignore[misc]
        )
        done += 2 * totals[table.name]
    _write_rules(desk, made)
    missing = _write_files(desk, made, lambda: progress(total - 1, total))
    made.add("manifest.json", _manifest(desk, made, missing))
    progress(total, total)
    return counts


def _rows(desk: Desk, table: Table) -> int:
    return desk.session.execute(select(func.count()).select_from(table)).scalar_one()


def _write_table(desk: Desk, made: Archive, table: Table, report: Callable[[int], None]) -> int:
    """The rows of one table: JSON Lines where they are nested, and CSV of all of them."""
    seen: dict[str, None] = {}
    rows = 0

    def lines() -> Iterator[bytes]:
        nonlocal rows
        for portion in tables.rows_of(desk, table):
            for row in portion:
                seen.update(dict.fromkeys(tables.flattened(row)))
            rows += len(portion)
            report(rows)
            yield tables.as_json_lines(portion)

    if tables.is_nested(table):
        made.stream(f"records/{table.name}.jsonl", lines())
    header = tables.header_of(seen if len(seen) <= MOST_FIELDS else (), table)
    count = 0

    def sheet() -> Iterator[bytes]:
        nonlocal count
        yield tables.as_csv([], header, first=True)
        for portion in tables.rows_of(desk, table):
            count += len(portion)
            report(rows + count)
            yield tables.as_csv(portion, header, first=False)

    made.stream(f"records/{table.name}.csv", sheet())
    return count


def _write_rules(desk: Desk, made: Archive) -> None:
    """The rules of each class on file, as they are applied, each value with its source."""
    for class_of in counted_classes(desk):
        try:
            rules = figures.rules_in_force(desk, class_of)
        except NotFound:
            continue
        text = json.dumps(rules, ensure_ascii=False, indent=1)
        made.add(f"rules/class-of-{class_of}.json", text.encode())


def _write_files(desk: Desk, made: Archive, report: Callable[[], None]) -> list[str]:
    """Every kept file, opened; returns the names of those that are gone."""
    missing = []
    for file in files.stored(desk):
        report()
        content = files.opened(desk, file)
        if content is None:
            missing.append(file.name)
        else:
            made.add(file.name, content)
    return missing


def _readme(desk: Desk) -> str:
    district = current_district(desk)
    left_out = [f"- {name}: {why}." for name, why in (LEFT_OUT | FILES_LEFT_OUT).items()]
    return "\n".join(
        (
            f"Everything that CareerCraft holds for {district.name} ({district.number}).",
            f"Made on {desk.now.isoformat()}.",
            "",
            "These are education records (FERPA, 34 CFR 99). They are NOT encrypted any more.",
            "Whoever hands them on outside the district makes a disclosure: record it.",
            "What a family contests (contest_statements) must be shown with the record.",
            "",
            "records/*.csv     one line per row; what could start a formula has an apostrophe",
            "records/*.jsonl   the same rows, exact and nested, one JSON object per line",
            "rules/*.json      the rules of each class, each value with its source",
            "files/*           uploads, prints, letters and documents",
            "dictionary.csv    every column of every table",
            "manifest.json     size and SHA-256 of every file here, and rows per table",
            "",
            "Left out:",
            *left_out,
            "- notes that only their author sees: no record of the district (34 CFR 99.3).",
            "- keyed hashes, passwords and other secrets: see dictionary.csv.",
            "",
        )
    )


def _dictionary() -> bytes:
    """Every column of every table: what it holds, and why it is left out where it is."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("table", "column", "kind", "may be empty", "refers to", "in the export"))
    for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name):
        for column in table.columns:
            why = LEFT_OUT.get(table.name) or why_not(column)
            kind = "opened from its seal: text or JSON" if is_sealed(column) else str(column.type)
            refers = ", ".join(sorted(key.target_fullname for key in column.foreign_keys))
            empty = "yes" if column.nullable else "no"
            there = f"no: {why}" if why else "yes"
            writer.writerow((table.name, plain_name(column), kind.lower(), empty, refers, there))
    return ("\ufeff" + text.getvalue()).encode()


def _manifest(desk: Desk, made: Archive, missing: list[str]) -> bytes:
    tables_there = {table.name: len(exported_columns(table)) for table in exported_tables()}
    told = {
        "district": current_district(desk).number,
        "made_at": desk.now.isoformat(),
        "tables": tables_there,
        "files": [
            {"name": one.name, "size": one.size, "sha256": one.sha256} for one in made.entries
        ],
        "files_that_are_gone": missing,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
