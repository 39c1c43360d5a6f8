"""A certificate of destruction: what, when, by whom, how, and what is kept longer and why.

It names no student: a certificate must not bring back what was destroyed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.documents.pdf import Printed, render_pdf, sheet

HERE = Path(__file__).parent


class CertificateInput(NamedTuple):
    """What a certificate says, in words.

    `destroyed`: kind of record and how many; `kept`: what stays and why; `facts`: pairs of a
    name and what holds, such as who instructed it.
    """

    district: str
    number: int
    subject: str
    done_on: date
    facts: tuple[tuple[str, str], ...]
    destroyed: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]


def render(certificate: CertificateInput) -> Printed:
    """Return the certificate as a tagged PDF."""
    html = _templates().get_template("certificate.html").render(c=certificate)
    return render_pdf(html, sheet("packet"), numbered=sheet("numbered_pages", alone=True))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
