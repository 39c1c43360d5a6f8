from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from careercraft.filestore import FileMissing
from careercraft.privacy.access import NotFound
from careercraft.services import kept_files
from careercraft.services.context import Desk
from careercraft.services.kept_files import LARGEST, Belonging, CannotKeep

pytestmark = pytest.mark.database
A_PDF = b"%PDF-1.7\n..."
THING = Belonging("program", uuid4(), "yearly_application", 2027)


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (A_PDF, "PDF"),
        (b"\x89PNG\r\n\x1a\n...", "PNG picture"),
        (b"\xff\xd8\xff\xe0...", "JPEG picture"),
        (archive("word/document.xml"), "Word document"),
        (archive("xl/workbook.xml"), "Excel workbook"),
        (archive("ppt/presentation.xml"), "PowerPoint slides"),
    ],
)
def test_a_document_is_known_by_what_it_holds(content: bytes, kind: str) -> None:
    assert kept_files.KINDS[kept_files.kind_of(content)][0] == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ program",
        b"<html><script>",
        b"%PDX-1.7",
        archive("a.txt"),
        archive("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 broken",
    ],
    ids=["a program", "a page", "nearly a PDF", "an archive", "macros", "damaged"],
)
def test_anything_else_is_not_kept(content: bytes) -> None:
    with pytest.raises(CannotKeep):
        kept_files.kind_of(content)


def test_a_file_is_kept_sealed_and_comes_back_as_it_was(desk: Desk, tmp_path: Path) -> None:
    file_id = kept_files.keep(desk, THING, "C:\\folder\\Agreement.exe", A_PDF)
    view, content = kept_files.open_file(desk, kept_files.stored_file(desk, file_id, "program"))
    assert content == A_PDF
    assert (view.name, view.kind, view.size) == ("Agreement.pdf", "PDF", len(A_PDF))
    store = tmp_path / "files"
    on_disk = [path.read_bytes() for path in store.rglob("*") if path.is_file()]
    assert on_disk
    assert not any(b"%PDF" in sealed for sealed in on_disk)


def test_the_largest_file_is_kept_and_one_byte_more_is_not(desk: Desk) -> None:
    largest = A_PDF.ljust(LARGEST, b".")
    assert kept_files.keep(desk, THING, "a.pdf", largest)
    with pytest.raises(CannotKeep, match="20 MB"):
        kept_files.keep(desk, THING, "a.pdf", largest + b".")


def test_an_empty_file_is_not_kept(desk: Desk) -> None:
    with pytest.raises(CannotKeep, match="empty"):
        kept_files.keep(desk, THING, "a.pdf", b"")


def test_a_removed_file_is_gone_with_its_content(desk: Desk) -> None:
    file_id = kept_files.keep(desk, THING, "a.pdf", A_PDF)
    kept_files.remove(desk, kept_files.stored_file(desk, file_id, "program"))
    with pytest.raises(NotFound):
        kept_files.stored_file(desk, file_id, "program")
    assert kept_files.files_of(desk, "program", THING.subject_id) == []
    with pytest.raises(FileMissing):
        desk.files.get(desk.keys, kept_files.STORE, file_id)


def test_a_file_of_another_sort_of_thing_is_not_found(desk: Desk) -> None:
    file_id = kept_files.keep(desk, THING, "a.pdf", A_PDF)
    with pytest.raises(NotFound):
        kept_files.stored_file(desk, file_id, "student")


def test_only_the_files_of_the_year_are_listed(desk: Desk, desk_of: Callable[..., Desk]) -> None:
    thing = THING._replace(subject_id=uuid4())
    kept_files.keep(desk, thing, "this.pdf", A_PDF)
    kept_files.keep(desk, thing._replace(school_year=2026), "last.pdf", A_PDF)
    listed = kept_files.files_of(desk, "program", thing.subject_id, 2027)
    assert [one.name for one in listed] == ["this.pdf"]
