"""The area itself; its routes stand in the files beside this one."""

from __future__ import annotations

from flask import Blueprint

from careercraft.services.papers.handing_in import INDICATORS
from careercraft.web.moments import IN_TEMPLATES

papers = Blueprint("papers", __name__, url_prefix="/papers")
papers.context_processor(lambda: {**IN_TEMPLATES, "indicators": INDICATORS})
NOT_USABLE = 422
