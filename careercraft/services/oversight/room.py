"""The audit room: once a year the school looks at how its data are kept, in one download.

Put together by the worker from what is on file at that moment; it names staff, and no student.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.documents import audit_room as paper
from careercraft.exports.sheet import starts_a_formula
from careercraft.models import AuditRoom
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.parameters import in_force
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, people, tasks
from careercraft.services.context import Desk
from careercraft.services.oversight.room_parts import PARTS, log_extract
from careercraft.services.records.packet_part import Part
from careercraft.services.tasks import TaskView

STORE = "audit_room"
BOM = "\ufeff"


class RoomView(NamedTuple):
    """An audit room as a page shows it. `asked_by` in words."""

    id: UUID
    state: str
    asked_by: str
    row: AuditRoom
    task: TaskView | None


def ask(desk: Desk) -> tuple[UUID, UUID]:
    """Ask for an audit room; its id and that of its task, which the caller enqueues."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    row = AuditRoom(
        id=uuid4(),
        district_id=desk.actor.district_id,
        state="waiting",
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    task = tasks.start(desk, "build_audit_room", row.id)
    desk.record(Event.AUDIT_ROOM_ASKED, "audit_room", row.id)
    desk.session.commit()
    return row.id, task.id


def build(desk: Desk, room_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: gather every part, and keep the download sealed until it expires."""
    row = desk.session.get_one(AuditRoom, room_id)
    steps = len(PARTS) + 2
    parts = []
    for done, make in enumerate(PARTS):
        progress(done, steps)
        parts.append(make(desk))
    progress(len(PARTS), steps)
    content = _zipped(desk, parts)
    desk.files.put(desk.keys, STORE, row.id, content)
    days = in_force("audit", "audit_room_days", desk.now.astimezone(TEXAS).date()).value
    row.state, row.size, row.ready_at = "ready", len(content), desk.now
    row.expires_at = desk.now + timedelta(days=days)
    desk.session.commit()
    progress(steps, steps)


def note_failure(desk: Desk, room_id: UUID) -> None:
    """Mark a room that could not be put together, so that it can be asked for again."""
    desk.session.get_one(AuditRoom, room_id).state = "failed"


def view(desk: Desk, room_id: UUID) -> RoomView:
    """One room; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    row = desk.session.get(AuditRoom, room_id)
    if row is None:
        raise NotFound("audit room")
    return _views(desk, [row])[0]


def listed(desk: Desk) -> list[RoomView]:
    """Every room that was asked for, the latest first."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    query = select(AuditRoom).order_by(AuditRoom.asked_at.desc(), AuditRoom.id)
    return _views(desk, list(desk.session.scalars(query)))


def _views(desk: Desk, rows: list[AuditRoom]) -> list[RoomView]:
    names = people.names_of(desk, {one.asked_by for one in rows})
    return [
        RoomView(
            one.id,
            _state(desk, one),
            names.get(one.asked_by, ""),
            one,
            tasks.latest_for(desk, one.id) if one.state == "waiting" else None,
        )
        for one in rows
    ]


def _state(desk: Desk, row: AuditRoom) -> str:
    over = row.expires_at is not None and row.expires_at <= desk.now
    return "expired" if row.state == "ready" and over else row.state


def download(desk: Desk, room_id: UUID) -> bytes:
    """The zip; that it was taken is recorded. Raises `NotFound`, also once it has expired."""
    found = view(desk, room_id)
    if found.state != "ready":
        raise NotFound("audit room")
    content = desk.files.get(desk.keys, STORE, room_id)
    desk.record(Event.AUDIT_ROOM_DOWNLOADED, "audit_room", room_id)
    desk.session.commit()
    return content


def remove_expired(desk: Desk) -> int:
    """Remove the files of rooms that have expired; how many."""
    query = select(AuditRoom).where(AuditRoom.state == "ready", AuditRoom.expires_at <= desk.now)
    gone = list(desk.session.scalars(query))
    for one in gone:
        desk.files.remove(desk.keys, STORE, one.id)
        one.state = "expired"
    desk.session.commit()
    return len(gone)


def _zipped(desk: Desk, parts: list[Part]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.pdf", _index(desk, parts))
        for part in parts:
            archive.writestr(f"tables/{part.id}.csv", _as_csv(part))
        archive.writestr("audit-trail.csv", log_extract(desk))
    return held.getvalue()


def _index(desk: Desk, parts: list[Part]) -> bytes:
    written = paper.RoomInput(
        district=districts.current_district(desk).name,
        made_on=desk.now.astimezone(TEXAS).date(),
        parts=tuple(
            paper.RoomPart(one.id, one.title, one.about, one.columns, one.rows) for one in parts
        ),
    )
    return paper.render(written).content


def _as_csv(part: Part) -> str:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(part.columns)
    writer.writerows([_plain(cell) for cell in row] for row in part.rows)
    return BOM + held.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if starts_a_formula(cell) else cell
