"""The blueprint of the Programs room; its routes stand in the modules beside this one."""

from __future__ import annotations

from flask import Blueprint

programs = Blueprint("programs", __name__, url_prefix="/programs")
