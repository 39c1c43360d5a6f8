"""The documents of a student as files, for the packets that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from careercraft.filestore import FileMissing
from careercraft.models import Paper
from careercraft.services.context import Desk
from careercraft.services.papers.keeping import STORE
from careercraft.services.papers.reading import Download, file_name


def handed_in(desk: Desk, student_id: UUID, kinds: list[str] | None = None) -> Iterator[Download]:
    """Every document held about a student, oldest first, also what can still be brought back;
    of some kinds, only those that were verified and stand.
    """
    query = select(Paper).where(Paper.student_id == student_id, Paper.destroyed_at.is_(None))
    if kinds is not None:
        query = query.where(
            Paper.kind.in_(kinds), Paper.removed_at.is_(None), Paper.state == "confirmed"
        )
    for paper in desk.session.scalars(query.order_by(Paper.kept_at, Paper.id)):
        try:
            content = desk.files.get(desk.keys, STORE, paper.id)
        except FileMissing:
            continue
        yield Download(file_name(paper), paper.media_type, content)
