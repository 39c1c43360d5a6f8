"""The area itself; its routes stand in the files beside this one."""

from __future__ import annotations

from flask import Blueprint

from careercraft.services.bonus.graduates import GROUP_TITLES
from careercraft.services.bonus_words import STATES
from careercraft.web.moments import IN_TEMPLATES

bonus = Blueprint("bonus", __name__, url_prefix="/bonus")
bonus.context_processor(
    lambda: {**IN_TEMPLATES, "group_titles": GROUP_TITLES, "bonus_states": STATES}
)
CONFLICT, NOT_USABLE = 409, 422
