"""The files area; its routes stand in the modules beside this one."""

from __future__ import annotations

from flask import Blueprint

from careercraft.web.moments import IN_TEMPLATES

files = Blueprint("files", __name__, url_prefix="/files")
files.context_processor(lambda: IN_TEMPLATES)
