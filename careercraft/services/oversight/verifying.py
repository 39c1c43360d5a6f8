"""The audit trail verified: by a person, by the nightly work, from the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select, true

from careercraft.clock import TEXAS
from careercraft.filters import long_date, number
from careercraft.models import AuditEvent
from careercraft.privacy import audit_check
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit_check import Break, Checked, Head, Kind
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.oversight import heads
from careercraft.services.tasks import TaskView

RESULTS_READ = 50

WHAT_HAPPENED = {
    Kind.CHANGED: "The entry does not say what was written: it was changed, or put in its place.",
    Kind.REMOVED: "An entry that was written is missing here.",
    Kind.INSERTED: "The entry was put in: the application did not write it here.",
    Kind.REORDERED: "The entries from here on stand in another order than they were written.",
    Kind.TRUNCATED: "The trail ends here, but it was longer when its head was noted.",
    Kind.REPLACED: "The entry is not the one whose head was noted: the trail was written anew.",
}


def verify(desk: Desk, printed: Iterable[Head] = ()) -> Checked:
    """Verify the trail of the district against every head that is kept, and those given."""
    return audit_check.check(desk.session, desk.keys, [*heads.elsewhere(desk), *printed])


def ask(desk: Desk) -> tuple[UUID, UUID]:
    """Ask for the trail to be verified; the id of the verification and of its task."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    check_id = uuid4()
    task = tasks.start(desk, "verify_trail", check_id)
    desk.session.commit()
    return check_id, task.id


def work(desk: Desk, check_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: verify the trail, and record what was found under the id of the verification."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    kept = heads.elsewhere(desk)
    found = audit_check.check(desk.session, desk.keys, kept, progress)
    _record(desk, found, check_id)
    desk.session.commit()


class Result(NamedTuple):
    """What a verification found, as it was recorded."""

    id: UUID | None
    at: datetime
    entries: int
    whole: int
    heads: int
    broken_at: int | None
    kind: Kind | None

    @property
    def sentence(self) -> str:
        """Where the trail was broken, and how; or that it was whole."""
        if self.broken_at is None or self.kind is None:
            return "The trail is whole."
        return broken_sentence(Break(self.broken_at, self.kind, None))


def result(desk: Desk, check_id: UUID) -> tuple[Result | None, TaskView | None]:
    """What a verification found, once it is done, and its task; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_AUDIT_READ)
    found = _results(desk, AuditEvent.object_id == check_id)
    task = tasks.latest_for(desk, check_id)
    if not found and (task is None or task.kind != "verify_trail"):
        raise NotFound("verification")
    return found[0] if found else None, task


def latest(desk: Desk, most: int = 1) -> list[Result]:
    """The last verifications, the newest first."""
    return _results(desk, true())[:most]


def _results(desk: Desk, condition: ColumnElement[bool]) -> list[Result]:
    query = (
        select(AuditEvent.object_id, AuditEvent.at, AuditEvent.details)
        .where(AuditEvent.action == Event.AUDIT_CHECKED.value, condition)
        .order_by(AuditEvent.number.desc())
        .limit(RESULTS_READ)
    )
    return [_result(*row) for row in desk.session.execute(query)]


def _result(check_id: UUID | None, at: datetime, told: dict[str, Any]) -> Result:
    kind = Kind(told["kind"]) if told["kind"] else None
    return Result(
        check_id, at, told["entries"], told["whole"], told["heads"], told["broken_at"], kind
    )


def nightly(desk: Desk) -> tuple[Checked, str]:
    """Verify, record what was found, and note the head unless the trail is broken."""
    found = verify(desk)
    _record(desk, found)
    desk.session.commit()
    return found, "" if found.broken else heads.printed(heads.note(desk))


def _record(desk: Desk, found: Checked, check_id: UUID | None = None) -> None:
    broken = found.broken
    desk.record(
        Event.AUDIT_CHECKED,
        "audit_trail",
        check_id,
        details={
            "entries": found.links,
            "whole": found.whole,
            "heads": found.heads,
            "broken_at": broken.number if broken else None,
            "kind": broken.kind.value if broken else None,
        },
    )


def sentences(found: Checked) -> list[str]:
    """What a verification found, as sentences with counts."""
    told = [f"{number(found.links)} entries, {number(found.whole)} of them verified in order."]
    if found.heads:
        told.append(f"Compared with {number(found.heads)} heads that were noted earlier.")
    else:
        told.append("No head was noted yet, so a cut end could not be noticed.")
    if found.forged_heads:
        told.append(f"{number(found.forged_heads)} noted heads are forged and were left aside.")
    told.append(broken_sentence(found.broken) if found.broken else "The trail is whole.")
    return told


def broken_sentence(broken: Break) -> str:
    """Where the trail is broken, and how."""
    day = long_date(broken.at.astimezone(TEXAS).date()) if broken.at else ""
    when = f" ({day})" if day else ""
    return (
        f"BROKEN at entry {number(broken.number)}{when}, {broken.kind.value}: "
        f"{WHAT_HAPPENED[broken.kind]}"
    )
