"""What every service function is handed: where it works, for whom, with which keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from careercraft.filestore import FileStore
from careercraft.outside import NOTHING_OUTSIDE, Outside
from careercraft.privacy import audit
from careercraft.privacy.access import Actor
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.keys import DistrictKeys


class Handed(NamedTuple):
    """To whom outside the school something goes that is taken away, on what ground, for what.

    `more`: what the ground asks for besides, as one text.
    """

    basis: str
    party: str
    interest: str
    more: str = ""


class Desk(NamedTuple):
    """One piece of work: a session that stands in a district, the person, the keys, the moment.

    `handed`: to whom outside what is taken away goes; None for the school's own work.
    """

    session: Session
    actor: Actor
    keys: DistrictKeys
    files: FileStore
    now: datetime
    outside: Outside = NOTHING_OUTSIDE
    handed: Handed | None = None

    def record(
        self,
        event: Event,
        object_type: str,
        object_id: UUID | None = None,
        *,
        reason: str | None = None,
        details: Mapping[str, Detail] | None = None,
        students: Iterable[UUID] = (),
        waiting: Iterable[UUID] = (),
    ) -> None:
        """Write to the audit trail, in the transaction of what it records.

        `students`: whose records it shows or hands out, where the object is not one student.
        `waiting`: the rows it shows in which nobody has been found yet, so that it can be known
        later whose they were.
        """
        named, rows = audit.whom(students), audit.whom(waiting)
        more: dict[str, Detail] = {"students": named} if named else {}
        if rows:
            more[audit.WAITING_ROWS] = rows
        audit.record(
            self.session,
            self.keys,
            self.actor,
            event,
            object_type,
            object_id,
            at=self.now,
            reason=reason,
            details={**(details or {}), **more} if more else details,
        )
