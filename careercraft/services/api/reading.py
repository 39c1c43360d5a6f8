"""What every read by a program leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.services.context import Desk


def note(desk: Desk, token_id: UUID, what: str, rows: int, students: Iterable[UUID] = ()) -> None:
    """Record that a token read so many records of a kind, and of whom; commits."""
    details: dict[str, Detail] = {"what": what, "rows": rows}
    desk.record(Event.API_READ, "api_token", token_id, details=details, students=students)
    desk.session.commit()
