"""The audit room: asked for, followed, downloaded until it expires."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for

from careercraft.blueprints.oversight.area import oversight
from careercraft.privacy.permissions import Permission
from careercraft.services.oversight import room as service
from careercraft.services.oversight.room import RoomView
from careercraft.web.desk import current_desk
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.progress import ProgressBlock, progress_of


@oversight.get("/rooms")
@requires(Permission.DISTRICT_AUDIT_READ)
def rooms() -> Any:
    """Every audit room that was asked for."""
    return render_template("oversight/rooms.html", rooms=service.listed(current_desk()))


@oversight.post("/rooms")
@requires(Permission.DISTRICT_AUDIT_READ)
def ask_room() -> Any:
    """Have an audit room put together."""
    room_id, task_id = service.ask(current_desk())
    put_to_work(task_id)
    return redirect(url_for("oversight.room", room_id=room_id), 303)


@oversight.get("/rooms/<uuid:room_id>")
@requires(Permission.DISTRICT_AUDIT_READ)
def room(room_id: UUID) -> Any:
    """How far an audit room is, and the file once it is ready."""
    found = service.view(current_desk(), room_id)
    part = "oversight/_room.html" if request.htmx else "oversight/room.html"  # type: ignore[attr-defined]
    return render_template(part, room=found, progress=_progress(found))


@oversight.get("/rooms/<uuid:room_id>/file")
@requires(Permission.DISTRICT_AUDIT_READ)
def download_room(room_id: UUID) -> Any:
    """The download itself."""
    return Response(
        service.download(current_desk(), room_id),
        mimetype="application/zip",
        headers={"Content-Disposition": 'attachment; filename="audit-room.zip"'},
    )


def _progress(found: RoomView) -> ProgressBlock | None:
    if found.task is None or not found.task.running:
        return None
    here = url_for("oversight.room", room_id=found.id)
    return progress_of(found.task)._replace(status_href=here, page_href=here)
