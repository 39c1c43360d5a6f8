"""The Outcomes Bonus of a class on one page, for a board: no student, no small group."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from careercraft.documents.pdf import Printed, render_pdf, sheet

HERE = Path(__file__).parent


class Amount(NamedTuple):
    """One of the large figures: what it is, the amount in words, and what it counts."""

    title: str
    amount: str
    note: str


class GroupOnPaper(NamedTuple):
    """A row of the table; every cell is in words already, hidden ones too."""

    title: str
    met: str
    threshold: str
    above: str
    rate: str
    earned: str
    projected: str


class Footnote(NamedTuple):
    """What an amount assumes, and how sure that is."""

    name: str
    sentence: str
    standing: str


class SummaryInput(NamedTuple):
    """All that the page shows; what is not here cannot end up on the paper."""

    district_name: str
    class_of: int
    paid_in: str
    printed_on: str
    data_through: str | None
    estimate: bool
    amounts: tuple[Amount, ...]
    everyone: str
    groups: tuple[GroupOnPaper, ...]
    hidden_note: str
    spending: str
    footnotes: tuple[Footnote, ...]

    @property
    def footer(self) -> str:
        """What stands at the foot of the page."""
        through = f", data through {self.data_through}" if self.data_through else ""
        what = f"{self.district_name}: Outcomes Bonus, class of {self.class_of}"
        return f"{what}{through}. Printed {self.printed_on}."


def render(told: SummaryInput) -> Printed:
    """The page as a tagged PDF."""
    return render_pdf(_template().render(told=told), sheet("bonus_summary"))


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = FileSystemLoader(HERE / "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("bonus_summary.html")
