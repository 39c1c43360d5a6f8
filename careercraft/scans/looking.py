"""A handed-in file, known by what it holds: refused with a sentence, or cleaned and drawn."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE
SECONDS = 40
CHILD = Path(__file__).with_name("child.py")
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.tif,.tiff"
"""What a file field offers; the content decides."""

log = logging.getLogger("careercraft.scans")

REFUSALS = {
    "empty": "The file is empty. Choose another.",
    "too_large": f"The file is larger than {LARGEST // MEGABYTE} MB. Scan it again in black and "
    "white or gray, at 200 to 300 dots per inch.",
    "program": "This is a program, not a document. It was not kept.",
    "web_page": "This is a web page. Print it to a PDF and hand in the PDF.",
    "office": "This is an Office document or an archive, which can carry macros and other files. "
    "Save or print it as a PDF and hand in the PDF.",
    "heic": "This is a HEIC photo, which most computers of schools cannot open. On the iPhone, "
    "choose Settings, Camera, Formats, Most Compatible, or share the photo as a JPEG.",
    "not_kept": "This is none of the files that are kept: PDF, PNG, JPEG or TIFF. Print it to a "
    "PDF and hand in the PDF.",
    "two_in_one": "This file is two files in one (an archive hides in it). Print the document to "
    "a new PDF and hand in that one.",
    "password": "The PDF is locked with a password. Save it without one and choose it again.",
    "damaged": "The file is damaged or cut off, and cannot be opened. Scan or save it once more.",
    "acts": "The PDF carries a program (a script, a form that runs by itself, or a film). Print "
    "it to a new PDF and hand in that one: what it shows stays the same.",
    "carries_files": "The PDF carries other files. Print it to a new PDF, and hand in the others "
    "by themselves.",
    "too_many_pages": "The document has more than 200 pages. Hand in only those that show it.",
    "too_much": "The picture or document is too big to be opened safely. Scan it again at 200 to "
    "300 dots per inch.",
}
BEGINNINGS = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"PK", "office"),
    (b"\xd0\xcf\x11\xe0", "office"),
    (b"{\\rtf", "office"),
    (b"<", "web_page"),
)
KNOWN = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


class CannotKeep(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A file is not kept; the message says why and what to do, and quotes nothing of it."""


class Scan(NamedTuple):
    """A file as it is kept: its kind, its content, its pages, the first of them as JPEGs."""

    media_type: str
    content: bytes
    pages: int
    drawn: tuple[bytes, ...]


def look_at(given: bytes) -> Scan:
    """Open a file in a process of its own; raises `CannotKeep`."""
    refused = at_first_sight(given)
    if refused is not None:
        raise CannotKeep(REFUSALS[refused])
    told, rest = _asked_child(given)
    if "refused" in told:
        raise CannotKeep(REFUSALS[told["refused"]])
    content, rest = rest[: told["content"]], rest[told["content"] :]
    drawn = []
    for size in told["drawn"]:
        drawn.append(rest[:size])
        rest = rest[size:]
    return Scan(told["media_type"], content, told["pages"], tuple(drawn))


def at_first_sight(given: bytes) -> str | None:
    """Why a file is refused by its beginning and size alone; None where it has to be opened."""
    if not given:
        return "empty"
    if len(given) > LARGEST:
        return "too_large"
    if given.startswith(KNOWN):
        return None
    if given[4:8] == b"ftyp":
        return "heic"
    bare = given[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((name for start, name in BEGINNINGS if bare.startswith(start)), "not_kept")


def _asked_child(given: bytes) -> tuple[dict[str, Any], bytes]:
    """What the other process says; one that fell over or took too long says "too much"."""
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and nothing of the person's in it
            [sys.executable, "-I", str(CHILD)],
            input=given,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too_much"}, b""
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not line:
        log.warning("a handed-in file could not be opened", extra={"code": done.returncode})
        return {"refused": "too_much"}, b""
    told: dict[str, Any] = json.loads(line)
    return told, rest
