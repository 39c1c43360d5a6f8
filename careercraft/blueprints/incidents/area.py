"""The blueprint that the routes of this folder belong to, and what they share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask_login import current_user

from careercraft.privacy.access import permissions
from careercraft.privacy.cases.steps import Refused
from careercraft.web.desk import signed_in_person
from careercraft.web.moments import IN_TEMPLATES

incidents = Blueprint("incidents", __name__, url_prefix="/incidents")


@incidents.context_processor
def _for_templates() -> dict[str, Any]:
    held = permissions(signed_in_person().actor) if current_user.is_authenticated else frozenset()
    return {**IN_TEMPLATES, "held": held}


def told(refused: Refused) -> None:
    """Say what is missing, one sentence after the other."""
    for sentence in refused.sentences:
        flash(sentence, "warn")


def back_to(incident_id: UUID, part: str = "") -> Any:
    """Back to the page of the incident, at one of its parts."""
    return redirect(url_for("incidents.show", incident_id=incident_id, _anchor=part or None), 303)
