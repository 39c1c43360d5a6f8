"""Every kept file of a district, opened one at a time: uploads, prints, letters, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from careercraft.filestore import FileMissing
from careercraft.models import (
    AccessPacket,
    BonusList,
    Document,
    ImportBatch,
    IncidentStudent,
    KeptFile,
    Paper,
    PrintRun,
    ProgramReport,
    RequestLetter,
)
from careercraft.privacy.keys import KeyDestroyed
from careercraft.privacy.sealing import Place, SealBroken, unseal_json
from careercraft.services.context import Desk
from careercraft.services.papers.reading import ENDINGS

UNSAFE = re.compile(r"[^\w. -]")
LONGEST_NAME = 100


class Stored(NamedTuple):
    """A file of the store: its area and id there, and its name in the export."""

    area: str
    id: UUID
    name: str


def stored(desk: Desk) -> Iterator[Stored]:
    """Every file that is kept, by the rows that speak of it."""
    yield from _uploads(desk, ImportBatch, "import_batches", "uploads")
    yield from _uploads(desk, BonusList, "bonus_lists", "state_lists")
    yield from _kept(desk)
    for paper_id, media_type in desk.session.execute(PAPERS).all():
        yield Stored("paper", paper_id, f"files/paper/{paper_id}{ENDINGS[media_type]}")
    for area, (query, ending) in BY_ID.items():
        for (file_id,) in desk.session.execute(query).all():
            yield Stored(area, file_id, f"files/{area}/{file_id}.{ending}")
    for run_id, packed_as in desk.session.execute(PRINT_RUNS).all():
        yield Stored("print_run", run_id, f"files/print_run/{run_id}.{packed_as}")


BY_ID: dict[str, tuple[Select[*tuple[Any, ...]], str]] = {
    "document": (select(Document.id).where(Document.state == "ready"), "pdf"),
    "packet": (select(AccessPacket.id).where(AccessPacket.state == "ready"), "zip"),
    "letter": (select(RequestLetter.id).where(RequestLetter.sent_at.is_not(None)), "pdf"),
    "incident_letter": (
        select(IncidentStudent.id).where(IncidentStudent.letter_ready_at.is_not(None)),
        "pdf",
    ),
    "program_report": (select(ProgramReport.id).where(ProgramReport.state == "ready"), "pdf"),
}
PRINT_RUNS = select(PrintRun.id, PrintRun.packed_as).where(PrintRun.state == "ready")
PAPERS = select(Paper.id, Paper.media_type).where(Paper.destroyed_at.is_(None))
AREAS = frozenset({"upload", "kept", "paper", "print_run", *BY_ID})
"""Areas of the file store that are exported."""


def opened(desk: Desk, file: Stored) -> bytes | None:
    """The content of a file; None where it is gone, or was deleted by destroying its key."""
    try:
        return desk.files.get(desk.keys, file.area, file.id)
    except (FileMissing, KeyDestroyed, SealBroken):
        return None


def _uploads(desk: Desk, model: Any, table: str, folder: str) -> Iterator[Stored]:
    for row in desk.session.execute(select(model.id, model.names_sealed)).all():
        names = unseal_json(desk.keys, Place(table, "names_sealed", row.id), row.names_sealed)
        for number, kept in enumerate(names if isinstance(names, list) else [names]):
            if kept.get("file"):
                name = f"files/{folder}/{row.id}/{number}-{safe(kept['name'])}"
                yield Stored("upload", UUID(kept["file"]), name)


def _kept(desk: Desk) -> Iterator[Stored]:
    query = select(KeptFile.id, KeptFile.name_sealed).where(KeptFile.removed_at.is_(None))
    for row in desk.session.execute(query).all():
        name = unseal_json(desk.keys, Place("kept_files", "name_sealed", row.id), row.name_sealed)
        yield Stored("kept", row.id, f"files/kept/{row.id}/{safe(name)}")


def safe(name: str) -> str:
    """A name that stays in its folder, on every system.

    >>> safe("../../etc/passwd")
    '.._.._etc_passwd'
    """
    return UNSAFE.sub("_", name)[-LONGEST_NAME:] or "file"
