"""Documents that people of the district handed in: drawn here, kept and verified like any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from careercraft.demo.cast import CAST
from careercraft.filters import long_date
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.papers import keeping, reading, verifying
from careercraft.services.papers.keeping import HandedIn
from careercraft.services.papers.reading import PaperQuery

LETTER = (1275, 1650)
MARGIN, LINE = 150, 64
FONT = Path(__file__).parents[1] / "documents" / "fonts" / "public-sans-latin-500.woff2"
"""Has the letters of every name here; the one that comes with Pillow has no accents."""


class Paper(NamedTuple):
    """A document: of whom, what it is, what stands on it, in which form it was scanned.

    `shows`: whether it is verified against the first entry on file of that kind of evidence.
    """

    whose: str
    said: HandedIn
    title: str
    lines: tuple[str, ...]
    form: str = "PDF"
    shows: str | None = None


HANDED_IN = (
    Paper(
        "destiny",
        HandedIn("dd_form_4", "dd4.pdf", "brought by the family", "military"),
        "Enlistment / Reenlistment Document",
        ("Branch: Army National Guard", f"Signed: {long_date(date(2026, 7, 13))}", "SSN: covered"),
        shows="enlistment",
    ),
    Paper(
        "victor",
        HandedIn("certificate", "certificate.jpg", "photo sent by the student", "ibc"),
        "AWS D1.1 Structural Steel",
        ("has passed the examination", "and received the certification", "September 2, 2026"),
        "JPEG",
    ),
    Paper(
        "maria_pecan_grove",
        HandedIn("score_report", "sat.pdf", "printed from her account", "tsi"),
        "SAT Score Report",
        (f"Test date: {long_date(date(2026, 10, 3))}", "Reading and Writing: 490", "Math: 540"),
    ),
    Paper(
        "jaxon",
        HandedIn("receipt", "receipt.png", "fee of the certification exam"),
        "Receipt",
        ("Certification exam, one candidate", "Paid by the student"),
        "PNG",
    ),
)


def hand_in(desk: Desk) -> Iterator[str]:
    """Hand the documents in once; a second call changes nothing."""
    if reading.listed(desk, PaperQuery()).total:
        return
    for one in HANDED_IN:
        student = CAST[one.whose].student
        (found,) = students.find(desk, student.local_id)
        name = f"{student.first_name} {student.last_name}"
        paper_id = keeping.keep(desk, found.id, one.said, drawn(one, name))
        if one.shows:
            evidence = students.judged(desk, found.id).evidence.values()
            fact = next(view for view in evidence if view.kind == one.shows)
            verifying.shows(desk, paper_id, fact.id)
    yield f"Handing in {len(HANDED_IN)} documents of students."


def drawn(one: Paper, name: str) -> bytes:
    """A page with the words of a document, as a scanner or a phone would give it."""
    page = Image.new("RGB", LETTER, "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 60, LETTER[0] - 60, LETTER[1] - 60), outline="gray", width=4)
    top = MARGIN
    for text, size in ((one.title, 56), ("invented, for the demonstration", 28), (name, 44)):
        pen.text((MARGIN, top), text, fill="black", font=ImageFont.truetype(FONT, size))
        top += 2 * LINE
    for text in one.lines:
        pen.text((MARGIN, top), text, fill="black", font=ImageFont.truetype(FONT, 36))
        top += LINE
    made = BytesIO()
    page.save(made, one.form)
    return made.getvalue()
