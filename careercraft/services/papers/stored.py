"""Every stored file of a student: for the access packet, and for whoever has to destroy them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.filestore import FileMissing
from careercraft.models import AccessPacket, Document, Paper, PrivacyRequest, RequestLetter
from careercraft.services.context import Desk
from careercraft.services.papers.keeping import DRAWN_STORE, STORE
from careercraft.services.papers.reading import Download, file_name

PRINTS, PACKETS, LETTERS = "document", "packet", "letter"
"""The areas of `services.documents`, `records.packets` and `records.letters` in the file store."""


class StoredFile(NamedTuple):
    """A file in the file store: its area and its id, as `FileStore.remove` takes them."""

    area: str
    id: UUID


def stored_files(desk: Desk, student_id: UUID) -> list[StoredFile]:
    """Every file of the file store that is about one student alone, whether or not it is there.

    Files of many students (uploads, prints of a class) are not among them.
    """
    found = [StoredFile(PRINTS, one) for one in _ids(desk, Document, student_id)]
    found += [StoredFile(PACKETS, one) for one in _ids(desk, AccessPacket, student_id)]
    for paper_id in _ids(desk, Paper, student_id):
        found += [StoredFile(STORE, paper_id), StoredFile(DRAWN_STORE, paper_id)]
    letters = (
        select(RequestLetter.id)
        .join(PrivacyRequest, PrivacyRequest.id == RequestLetter.request_id)
        .where(PrivacyRequest.student_id == student_id)
    )
    return found + [StoredFile(LETTERS, one) for one in desk.session.scalars(letters)]


def _ids(desk: Desk, table: type[Document | AccessPacket | Paper], student_id: UUID) -> list[UUID]:
    return list(desk.session.scalars(select(table.id).where(table.student_id == student_id)))


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
