"""A certificate of destruction: what, when, by whom, how, and what is kept longer and why.

It names no student: a certificate must not bring back what was destroyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careercraft.calc.params.schema import load_yaml
from careercraft.documents.pdf import Printed, render_pdf, sheet
from careercraft.documents.wording import LOCALES

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


def render(certificate: CertificateInput, language: str = "en") -> Printed:
    """Return the certificate as a tagged PDF, its frame in ``en`` or ``es``."""
    words = certificate_words(language)
    html = (
        _templates()
        .get_template("certificate.html")
        .render(
            c=certificate,
            w=words,
            title=words["title"].format(number=certificate.number),
            number=words["number"].format(number=certificate.number),
            lang=LOCALES[language],
        )
    )
    return render_pdf(html, sheet("packet"), numbered=sheet("numbered_pages", alone=True))


@lru_cache(maxsize=2)
def certificate_words(language: str) -> Mapping[str, Any]:
    """Return the words of a certificate; raises ``KeyError`` for another than ``en`` or ``es``."""
    name = f"certificate.{LOCALES[language][:2]}.yaml"
    words: Mapping[str, Any] = load_yaml((HERE / "words" / name).read_text("utf-8"), name)
    return words


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
