"""The blueprint that the routes of the records office belong to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for

from careercraft.privacy.cases.steps import Refused
from careercraft.web.moments import IN_TEMPLATES

records = Blueprint("records", __name__, url_prefix="/records")
records.context_processor(lambda: IN_TEMPLATES)
LONGEST_ENTRY = 8_000


def entered() -> dict[str, str]:
    """What a form of a step brought, without its token."""
    return {
        name: text[:LONGEST_ENTRY]
        for name, text in request.form.items()
        if name not in ("csrf_token", "action")
    }


def told(refused: Refused) -> None:
    """Say what is missing, one sentence after the other."""
    for sentence in refused.sentences:
        flash(sentence, "warn")


def back_to(request_id: UUID) -> Any:
    """Back to the page of the case."""
    return redirect(url_for("records.case", request_id=request_id), 303)
