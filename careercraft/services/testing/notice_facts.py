"""What a notice to a family says of the testing day itself."""

from __future__ import annotations

from sqlalchemy import select

from careercraft.documents.testing_notice import NoticeInput
from careercraft.models import Document, PrintRun, SittingSeat
from careercraft.privacy.access import NotFound
from careercraft.services.context import Desk
from careercraft.services.testing import days


def for_document(desk: Desk, document: Document) -> NoticeInput:
    """The day of a notice's run, for its student; raises `NotFound` for who is not on the list."""
    run = desk.session.get(PrintRun, document.run_id) if document.run_id else None
    if run is None or run.testing_day_id is None:
        raise NotFound("testing day")
    wanted = days.wanted_of(desk, days.row_of(desk, run.testing_day_id))
    query = select(SittingSeat).where(
        SittingSeat.day_id == run.testing_day_id,
        SittingSeat.student_id == document.student_id,
        SittingSeat.removed_at.is_(None),
    )
    seat = desk.session.scalars(query).first()
    if seat is None:
        raise NotFound("seat")
    return NoticeInput(
        wanted.test,
        wanted.subject,
        wanted.held_on,
        wanted.starts,
        wanted.where,
        wanted.bring if document.language == "en" else wanted.bring_es,
        seat.covered,
    )
