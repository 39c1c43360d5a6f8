"""One student: found by name or id, and shown with what the rules say and why."""

from __future__ import annotations

from flask import Blueprint

students = Blueprint("students", __name__, url_prefix="/students")
