"""What leaves the school: to whom, as the form beside a download brings it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from careercraft.clock import today
from careercraft.services.context import Handed
from careercraft.services.records.disclosures import Basis, bases

LONGEST = 400
OWN_WORK = "school_official"
"""The school's own work, of which no record is kept: 34 CFR 99.31(a)(1), 99.32(d)(2)."""


def install(app: Flask) -> None:
    """Let templates offer the grounds on which something may go outside."""
    app.jinja_env.globals["disclosure_grounds"] = grounds_outside


def grounds_outside() -> list[Basis]:
    """The grounds of the regulation but the school's own work."""
    return [one for one in bases(today()).values() if one.id != OWN_WORK]


def handed_from(form: Mapping[str, str]) -> Handed | None:
    """To whom outside something goes; None where the form does not say that it does."""
    if "hand_basis" not in form:
        return None
    names = ("hand_basis", "hand_party", "hand_interest", "hand_more")
    return Handed(*(form.get(name, "").strip()[:LONGEST] for name in names))
