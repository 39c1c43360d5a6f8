"""That the complete export was taken, where the end of the agreement waits for it."""

from __future__ import annotations

from sqlalchemy import select

from careercraft.models import AgreementEnd
from careercraft.services.context import Desk

OPEN = ("asked", "confirmed")


def open_end(desk: Desk) -> AgreementEnd | None:
    """The end of the agreement that was asked for, if any."""
    return desk.session.scalars(select(AgreementEnd).where(AgreementEnd.state.in_(OPEN))).first()


def note_export_taken(desk: Desk) -> None:
    """Note that the complete export was fetched; whoever hands it over calls this and commits."""
    row = open_end(desk)
    if row is not None and row.export_taken_at is None:
        row.export_taken_at = desk.now
        desk.session.flush()
