"""The blueprint that the routes of this folder belong to."""

from __future__ import annotations

from flask import Blueprint

from careercraft.web.moments import IN_TEMPLATES

oversight = Blueprint("oversight", __name__, url_prefix="/audit")


@oversight.context_processor
def _moments() -> dict[str, object]:
    return dict(IN_TEMPLATES)
