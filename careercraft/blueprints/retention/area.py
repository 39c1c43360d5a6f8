"""The blueprint of retention, destruction and the registers of access."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.datastructures import MultiDict

from careercraft.clock import today
from careercraft.privacy.access import permissions
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.deidentifying import ATTESTED, Determination, determined, grounds
from careercraft.privacy.permissions import Permission
from careercraft.services.retention.words import AS_LONG_AS, CLOCKS, ENDINGS
from careercraft.web.desk import signed_in_person
from careercraft.web.moments import IN_TEMPLATES

retention = Blueprint("retention", __name__, url_prefix="/retention")


@retention.context_processor
def _what_the_pages_ask() -> dict[str, Any]:
    """What the reader may do, and the words of clocks and endings."""
    held = permissions(signed_in_person().actor)
    return {
        **IN_TEMPLATES,
        "clocks": CLOCKS,
        "endings": ENDINGS,
        "as_long_as": AS_LONG_AS,
        "grounds": lambda: grounds(today()),
        "attested": ATTESTED,
        "may_destroy": lambda: Permission.DISTRICT_RECORDS_DESTROY in held,
        "may_export": lambda: Permission.DISTRICT_DATA_EXPORT in held,
        "may_review_access": lambda: Permission.DISTRICT_ACCESS_REVIEW in held,
        "may_set_periods": lambda: Permission.DISTRICT_RETENTION_SET in held,
    }


def determination_entered(form: MultiDict[str, str]) -> Determination:
    """The ground on which rows may stay, as it was entered; raises `Refused`."""
    ground, section = form.get("ground", ""), form.get("section", "")
    return determined(ground, section, form.getlist("attested"))


def told(refused: Refused) -> None:
    """Say what is missing, one sentence after the other."""
    for sentence in refused.sentences:
        flash(sentence, "warn")


def to(endpoint: str, **values: Any) -> Any:
    """On to a page of this area."""
    return redirect(url_for(f"retention.{endpoint}", **values), 303)


def pdf(content: bytes, name: str) -> Response:
    """A PDF to keep, under a name that says nothing about anybody."""
    return Response(
        content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
