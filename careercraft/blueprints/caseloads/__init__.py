"""A caseload that was assigned: what was done, and the way back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from careercraft.privacy.permissions import Permission
from careercraft.services import caseloads as service
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

caseloads = Blueprint("caseloads", __name__, url_prefix="/caseloads")


@caseloads.get("/<uuid:move_id>")
@requires(Permission.CAMPUS_CASELOAD_ASSIGN)
def show(move_id: UUID) -> Any:
    """How many students were given to whom."""
    return render_template("caseloads/page.html", move=service.move(current_desk(), move_id))


@caseloads.post("/<uuid:move_id>/undo")
@requires(Permission.CAMPUS_CASELOAD_ASSIGN)
def undo(move_id: UUID) -> Any:
    """Give the students back to whom they had before."""
    back = service.undo(current_desk(), move_id)
    flash(f"Undone for {back} students. Whoever was assigned anew since then stays there.", "good")
    return redirect(url_for("caseloads.show", move_id=move_id), 303)
