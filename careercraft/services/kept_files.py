"""Files that people hand in: checked by what they hold, sealed, fetched again, removed.

The caller knows the thing that a file belongs to and has made sure that the person may see or
change it; nothing here commits or writes to the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import NamedTuple
from uuid import UUID, uuid4
from zipfile import BadZipFile, ZipFile

from sqlalchemy import select

from careercraft.filestore import FileMissing
from careercraft.models import KeptFile
from careercraft.privacy.access import NotFound
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.people import names_of

STORE = "kept"
MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE
LONGEST_NAME = 120
PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    PDF: ("PDF", ".pdf"),
    "image/png": ("PNG picture", ".png"),
    "image/jpeg": ("JPEG picture", ".jpg"),
    f"{OFFICE}wordprocessingml.document": ("Word document", ".docx"),
    f"{OFFICE}spreadsheetml.sheet": ("Excel workbook", ".xlsx"),
    f"{OFFICE}presentationml.presentation": ("PowerPoint slides", ".pptx"),
}
OFFICE_PARTS = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
}
OPENINGS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


class CannotKeep(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A file is not kept; the message says why and quotes nothing of it."""


class Belonging(NamedTuple):
    """What a file belongs to: the thing, which of its files this is, for which school year."""

    subject_type: str
    subject_id: UUID
    topic: str
    school_year: int | None = None


class FileView(NamedTuple):
    """A kept file as a page lists it."""

    id: UUID
    name: str
    topic: str
    kind: str
    media_type: str
    size: int
    kept_by: str
    kept_at: datetime


def kind_of(content: bytes) -> str:
    """The media type that the content itself shows; raises `CannotKeep` for any other."""
    for opening, media_type in OPENINGS.items():
        if content.startswith(opening):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    raise CannotKeep(
        "This is none of the files that can be kept: PDF, PNG, JPEG, Word, Excel or PowerPoint. "
        "Save it as a PDF and choose it again."
    )


def _office_kind(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except BadZipFile:
        raise CannotKeep("The file is damaged. Save it once more and choose it again.") from None
    if any(part.endswith("vbaProject.bin") for part in parts):
        raise CannotKeep("The file holds macros. Save it without them, or as a PDF.")
    for part, media_type in OFFICE_PARTS.items():
        if part in parts:
            return media_type
    raise CannotKeep("An archive is not kept. Choose the document itself.")


def keep(desk: Desk, belonging: Belonging, name: str, content: bytes) -> UUID:
    """Check, seal and keep a file; raises `CannotKeep`."""
    if not content:
        raise CannotKeep("The file is empty. Choose another.")
    if len(content) > LARGEST:
        raise CannotKeep(f"The file is larger than {LARGEST // MEGABYTE} MB. Save it smaller.")
    media_type = kind_of(content)
    file_id = uuid4()
    desk.files.put(desk.keys, STORE, file_id, content)
    desk.session.add(
        KeptFile(
            id=file_id,
            district_id=desk.actor.district_id,
            **belonging._asdict(),
            name_sealed=seal_json(desk.keys, _name(file_id), _tidy(name, media_type)),
            media_type=media_type,
            size=len(content),
            kept_by=desk.actor.user_id,
            kept_at=desk.now,
        )
    )
    desk.session.flush()
    return file_id


def _tidy(name: str, media_type: str) -> str:
    """The name without folders, and with the ending of what the file is."""
    bare = name.replace("\\", "/").rpartition("/")[2].strip() or "file"
    printable = "".join(letter for letter in bare if letter.isprintable() and letter != '"')
    stem = printable.rpartition(".")[0] or printable
    return stem[:LONGEST_NAME] + KINDS[media_type][1]


def files_of(
    desk: Desk, subject_type: str, subject_id: UUID, school_year: int | None = None
) -> list[FileView]:
    """The files of a thing (for a school year), latest first."""
    query = (
        select(KeptFile)
        .where(
            KeptFile.subject_type == subject_type,
            KeptFile.subject_id == subject_id,
            KeptFile.removed_at.is_(None),
        )
        .order_by(KeptFile.kept_at.desc(), KeptFile.id)
    )
    if school_year is not None:
        query = query.where(KeptFile.school_year == school_year)
    return _views(desk, list(desk.session.scalars(query)))


def _views(desk: Desk, stored: Iterable[KeptFile]) -> list[FileView]:
    stored = list(stored)
    names = names_of(desk, {one.kept_by for one in stored})
    return [
        FileView(
            one.id,
            unseal_json(desk.keys, _name(one.id), one.name_sealed),
            one.topic,
            KINDS[one.media_type][0],
            one.media_type,
            one.size,
            names.get(one.kept_by, ""),
            one.kept_at,
        )
        for one in stored
    ]


def stored_file(desk: Desk, file_id: UUID, subject_type: str) -> KeptFile:
    """The row of a kept file of one sort of thing; raises `NotFound`."""
    found = desk.session.get(KeptFile, file_id)
    if found is None or found.removed_at is not None or found.subject_type != subject_type:
        raise NotFound("file")
    return found


def open_file(desk: Desk, stored: KeptFile) -> tuple[FileView, bytes]:
    """A kept file with its content; raises `NotFound` where the store has lost it."""
    try:
        content = desk.files.get(desk.keys, STORE, stored.id)
    except FileMissing:
        raise NotFound("file") from None
    return _views(desk, [stored])[0], content


def remove(desk: Desk, stored: KeptFile) -> None:
    """Take a file away: its content goes, that it was there stays."""
    stored.removed_by, stored.removed_at = desk.actor.user_id, desk.now
    desk.files.remove(desk.keys, STORE, stored.id)


def _name(file_id: UUID) -> Place:
    return Place("kept_files", "name_sealed", file_id)
