"""The area itself; its routes stand in the files beside this one."""

from __future__ import annotations

from flask import Blueprint

testing = Blueprint("testing", __name__, url_prefix="/testing")
NOT_USABLE, CONFLICT = 422, 409
