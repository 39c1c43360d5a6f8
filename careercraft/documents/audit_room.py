"""The index of an audit room on paper: a table of contents, then one table per part."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.documents.columns import figures, letters_used, shares
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.wording import short_day

HERE = Path(__file__).parent
LETTERS_A_LINE = 140


class RoomPart(NamedTuple):
    """One part: a table with a sentence on what it is; its `id` names its file."""

    id: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

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


class RoomInput(NamedTuple):
    """What is printed: of which district, made when, and the parts."""

    district: str
    made_on: date
    parts: tuple[RoomPart, ...]


def render(room: RoomInput) -> Printed:
    """Return the index as a tagged PDF."""
    html = _template().render(room=room, day=short_day(room.made_on, "en"))
    style = sheet("packet") + sheet("audit_room", alone=True)
    return render_pdf(html, style, numbered=sheet("numbered_pages", alone=True))


@lru_cache(maxsize=1)
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("audit_room.html")
