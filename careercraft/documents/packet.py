"""Everything held about one student, on paper: a table of contents, then one table per part."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.documents.columns import figures, letters_used, shares
from careercraft.documents.letter import letter_words, short_day_of
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.wording import LOCALES, short_day

HERE = Path(__file__).parent
LETTERS_A_LINE = 105


class PacketPart(NamedTuple):
    """One part: a table with a sentence on what it is."""

    id: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    told: tuple[tuple[str, str], ...] = ()
    """What `about` says by name, for a frame in another language; days as ISO text."""

    def shares(self) -> list[float]:
        """Each column's share of the width, in percent."""
        return shares(self.columns, self.rows, self._letters())

    def width(self) -> float:
        """How much of the page the table takes, in percent."""
        return round(100 * self._letters() / LETTERS_A_LINE, 2)

    def _letters(self) -> int:
        return letters_used(self.columns, self.rows, LETTERS_A_LINE)

    def figures(self) -> list[bool]:
        """Which columns hold figures alone."""
        return figures(self.rows)


class PacketInput(NamedTuple):
    """What is printed: whose record, for which case, and the parts."""

    district: str
    student: str
    number: int | None
    """The case that it belongs to, if it belongs to one."""
    made_on: date
    parts: tuple[PacketPart, ...]


def render(packet: PacketInput, language: str, words_of: str = "packet") -> Printed:
    """Return the packet as a tagged PDF; its frame is in ``en`` or ``es``.

    ``words_of`` names the words around the parts: those of an access packet, or of the evidence.
    """
    words = letter_words(language)
    html = (
        _templates()
        .get_template("packet.html")
        .render(
            packet=packet._replace(parts=tuple(_framed(one, language) for one in packet.parts)),
            w=words[words_of],
            page=words["page"],
            of=words["of"],
            day=short_day(packet.made_on, language),
            lang=LOCALES[language],
        )
    )
    return render_pdf(html, sheet("packet"), numbered=sheet("numbered_pages", alone=True))


def _framed(part: PacketPart, language: str) -> PacketPart:
    """A part with its title, sentence and heads in a language; what is recorded stays as it is."""
    words = letter_words(language)
    frame = words["packet_parts"].get(part.id)
    if frame is None:
        return part
    told = {
        name: short_day_of(said, language) if name == "day" else said for name, said in part.told
    }
    rows = part.rows
    if part.id == "record":
        english = letter_words("en")["fields"]
        labels = {english[id_]: label for id_, label in words["fields"].items()}
        labels |= words["packet_labels"]
        rows = tuple((labels.get(label, label), *said) for label, *said in rows)
    return part._replace(
        title=frame["title"],
        about=frame["about"].format(**told),
        columns=tuple(frame["columns"]),
        rows=rows,
    )


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
