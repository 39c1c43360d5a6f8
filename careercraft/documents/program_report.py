"""A program's report on paper, for the leadership meeting and the partner college.

Everything arrives in words, with small groups hidden already: what is not here cannot end up on
the paper.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.documents.pdf import Printed, render_pdf, sheet

HERE = Path(__file__).parent


class ReportLevel(NamedTuple):
    """A target of one level: its name, what it asks, the state and its words."""

    name: str
    target: str
    state: str
    words: str


class ReportIndicator(NamedTuple):
    """One row of the report. `trend` are the data years with their figures."""

    id: str
    title: str
    value: str
    levels: tuple[ReportLevel, ...]
    trend: tuple[tuple[str, str], ...]
    beside: str
    """The state's own figure, or what the figure needs to be read with."""


class ReportDomain(NamedTuple):
    """One domain: where it stands at each level, and its indicators."""

    title: str
    levels: tuple[ReportLevel, ...]
    indicators: tuple[ReportIndicator, ...]


class ReportInput(NamedTuple):
    """All that a program report shows."""

    program_name: str
    campus_name: str
    district_name: str
    model_name: str
    audience: str
    data_year: str
    printed_on: str
    status_heading: str
    status: str
    status_sentence: str
    cycle: str
    projected: tuple[tuple[str, str, str, str], ...]
    level_names: tuple[str, ...]
    domains: tuple[ReportDomain, ...]
    assumptions: tuple[str, ...]
    masking: str | None
    standing: str


def render(report: ReportInput) -> Printed:
    """Print a program's report on Letter paper; raises `NotPrintable`."""
    html = _templates().get_template("program_report.html").render(report=report)
    return render_pdf(html, sheet("program_report"), numbered=sheet("numbered_pages", alone=True))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
