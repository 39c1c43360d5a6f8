"""The area for programs, and the pages that explain it to people."""

from __future__ import annotations

from flask import Blueprint

from careercraft.web import api as door
from careercraft.web.limits import limiter
from careercraft.web.moments import IN_TEMPLATES

api = Blueprint("api", __name__, url_prefix=door.ROOT)
door.install(api)
limiter.limit(door.PER_TOKEN, key_func=door.token_asked_with)(api)
limiter.limit(door.GUESSES, deduct_when=lambda response: response.status_code == 401)(api)

programs_page = Blueprint("api_access", __name__, url_prefix="/api-access")
programs_page.context_processor(lambda: IN_TEMPLATES)
