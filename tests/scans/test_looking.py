from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from careercraft.scans import child
from careercraft.scans.looking import LARGEST, REFUSALS, CannotKeep, at_first_sight, look_at
from tests.papers import archive, pdf, picture


def looked(given: bytes) -> tuple[str, bytes, int, list[bytes]]:
    """What the other process would say, asked here: quicker, and with a traceback."""
    return child.looked_at(given)


def test_a_pdf_is_kept_byte_for_byte_and_its_pages_are_drawn() -> None:
    given = pdf(pages=14)
    media_type, content, pages, drawn = looked(given)
    assert (media_type, content, pages) == ("application/pdf", given, 14)
    assert len(drawn) == child.PAGES_DRAWN
    assert all(one.startswith(b"\xff\xd8\xff") for one in drawn)


def test_a_photo_is_made_anew_upright_and_without_what_the_camera_wrote_into_it() -> None:
    written = Image.Exif()
    written[0x010F], written[0x0112] = "Maker of the phone", 6
    media_type, content, _, _ = looked(picture("JPEG", (60, 80), exif=written))
    assert media_type == "image/jpeg"
    assert b"Maker of the phone" not in content
    assert Image.open(io.BytesIO(content)).size == (80, 60)


def test_what_hangs_behind_a_picture_is_not_kept() -> None:
    for form in ("PNG", "JPEG"):
        assert b"<script>" not in looked(picture(form) + b"<script>")[1]


def test_a_scan_of_several_pages_becomes_a_pdf() -> None:
    more = [Image.new("1", (60, 80)), Image.new("RGB", (60, 80))]
    given = picture("TIFF", save_all=True, append_images=more)
    media_type, content, pages, drawn = looked(given)
    assert (media_type, pages, len(drawn)) == ("application/pdf", 3, 3)
    assert content.startswith(b"%PDF-")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_sort_of_picture_can_be_shown(mode: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (30, 30)).save(made, "PNG")
    assert looked(made.getvalue())[3]


def runs_at_opening(document: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    document.Root.OpenAction = script


def starts_a_program(document: pikepdf.Pdf) -> None:
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch)
    document.pages[0].obj.AA = pikepdf.Dictionary(O=launch)


def carries_a_file(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = b"MZ"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (pdf(runs_at_opening), "acts"),
        (pdf(starts_a_program), "acts"),
        (pdf(carries_a_file), "carries_files"),
        (pdf() + archive(a="b"), "two_in_one"),
        (pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "password"),
        (b"%PDF-1.7\n<html>", "damaged"),
        (picture("PNG")[:60], "damaged"),
        (b"\xff\xd8\xff\xe0 no picture", "damaged"),
    ],
)
def test_what_is_not_only_a_document_is_refused(given: bytes, reason: str) -> None:
    with pytest.raises(child.Refused, match=f"^{reason}$"):
        looked(given)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90", "program"),
        (b"\x7fELF", "program"),
        (b"#!/bin/sh", "program"),
        (archive(**{"word/document.xml": "x"}), "office"),
        (b"\xd0\xcf\x11\xe0\xa1", "office"),
        (b"\xef\xbb\xbf  <!DOCTYPE html>", "web_page"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"plain text", "not_kept"),
        (b" %PDF-1.7", "not_kept"),
        (b"%PDF-" + b"." * LARGEST, "too_large"),
    ],
)
def test_a_file_that_begins_otherwise_is_refused_unopened(given: bytes, reason: str) -> None:
    assert at_first_sight(given) == reason


def test_as_large_as_may_be_is_opened() -> None:
    assert at_first_sight(b"%PDF-" + b"." * (LARGEST - 5)) is None


def most_pages(limit: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], int]:
    monkeypatch.setattr(child, "MOST_PAGES", limit)
    return lambda pages: looked(pdf(pages=pages))[2]


def test_a_document_has_at_most_so_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    pages_of = most_pages(3, monkeypatch)
    assert pages_of(3) == 3
    with pytest.raises(child.Refused, match="too_many_pages"):
        pages_of(4)


def test_the_other_process_answers_with_the_file_and_its_pictures_or_a_sentence() -> None:
    given = pdf(pages=2)
    scan = look_at(given)
    assert (scan.media_type, scan.content, scan.pages, len(scan.drawn)) == (
        "application/pdf",
        given,
        2,
        2,
    )
    with pytest.raises(CannotKeep, match="carries other files"):
        look_at(pdf(carries_a_file))


def test_every_reason_has_a_sentence() -> None:
    reasons = {"acts", "carries_files", "damaged", "not_kept", "password", "too_many_pages"}
    assert reasons | {"too_much", "two_in_one"} <= REFUSALS.keys()
