"""What every read by a program leaves behind."""

from __future__ import annotations

from uuid import UUID

from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.services.context import Desk


def note(desk: Desk, token_id: UUID, what: str, rows: int) -> None:
    """Record that a token read so many records of a kind, and commit."""
    details: dict[str, Detail] = {"what": what, "rows": rows}
    desk.record(Event.API_READ, "api_token", token_id, details=details)
    desk.session.commit()
