"""The rosters: a class of students, filtered, sorted, searched and paged."""

from __future__ import annotations

from flask import Blueprint

rosters = Blueprint("rosters", __name__, url_prefix="/rosters")
