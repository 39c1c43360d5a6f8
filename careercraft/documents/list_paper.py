"""A list on paper: a sentence of what it lists, then tables, each on a page of its own if asked."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from careercraft.documents.pdf import Printed, render_pdf, sheet

HERE = Path(__file__).parent
TEXT, NUMBER, STATE, BLANK = "text", "number", "state", "blank"


class Column(NamedTuple):
    """A column: its heading, its share of the width in percent, and what it holds.

    `state` cells are drawn with their shape; `blank` ones are room to write.
    """

    label: str
    width: int
    kind: str = TEXT


class Cell(NamedTuple):
    """A cell: its words, the state whose shape is drawn, a second line."""

    text: str
    state: str | None = None
    more: str = ""


class Section(NamedTuple):
    """A table with a heading, a line under it, and a line for when it is empty.

    The first cell of a row heads the row.
    """

    heading: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nobody."


class ListInput(NamedTuple):
    """All that the paper shows; what is not here cannot end up on it."""

    title: str
    sentence: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
    roomy: bool = False
    """Whether rows are high enough to sign in."""
    landscape: bool = False
    apart: bool = False
    """Whether each section begins a page."""


def render(told: ListInput) -> Printed:
    """Print the list; raises ``NotPrintable`` when the pages would be incomplete."""
    page = _template().render(told=told)
    return render_pdf(page, _style(told), numbered=sheet("numbered_pages", alone=True))


def _style(told: ListInput) -> str:
    turned = "@page { size: Letter landscape; }" if told.landscape else ""
    return f"{sheet('list')}\n{turned}"


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("list.html")
