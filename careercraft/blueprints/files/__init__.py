"""Uploaded files: the history, one upload, its rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from careercraft.privacy.permissions import Permission
from careercraft.services import imports
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

files = Blueprint("files", __name__, url_prefix="/files")


@files.get("")
@requires(Permission.DISTRICT_FILES_READ)
def history() -> Any:
    """Every upload, latest first."""
    return render_template("files/history.html", batches=imports.history(current_desk(), 1))


@files.get("/<uuid:batch_id>")
@requires(Permission.DISTRICT_FILES_READ)
def batch(batch_id: UUID) -> Any:
    """One upload."""
    return render_template("files/page.html", batch=imports.batch(current_desk(), batch_id))
