"""The audit trail: read, searched, taken away, verified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from careercraft.blueprints.oversight.area import oversight
from careercraft.blueprints.oversight.pages import (
    read_asked,
    trail_page,
    verification_page,
    words_of,
)
from careercraft.privacy.permissions import Permission
from careercraft.services.oversight import trail as service
from careercraft.services.oversight import verifying
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires


@oversight.get("")
@requires(Permission.DISTRICT_AUDIT_READ)
def trail() -> Any:
    """Who saw, changed, exported or printed what."""
    desk = current_desk()
    found = service.page(desk, read_asked(request.args))
    return render_template("oversight/trail.html", page=trail_page(found, verifying.latest(desk)))


@oversight.get("/file.<format_>")
@requires(Permission.DISTRICT_AUDIT_READ)
def export(format_: str) -> Any:
    """The entries that were asked for, as a file."""
    asked = read_asked(request.args)
    try:
        return download(service.export(current_desk(), asked, format_))
    except service.TooMany as told:
        flash(str(told), "warn")
    return redirect(url_for("oversight.trail", **words_of(asked)), 303)


@oversight.post("/verifications")
@requires(Permission.DISTRICT_AUDIT_READ)
def verify() -> Any:
    """Have the whole trail verified."""
    check_id, task_id = verifying.ask(current_desk())
    put_to_work(task_id)
    return redirect(url_for("oversight.verification", check_id=check_id), 303)


@oversight.get("/verifications/<uuid:check_id>")
@requires(Permission.DISTRICT_AUDIT_READ)
def verification(check_id: UUID) -> Any:
    """How far a verification is, then what it found."""
    page = verification_page(check_id, *verifying.result(current_desk(), check_id))
    whole = "oversight/verification.html"
    part = "oversight/_verification.html"
    return render_template(part if request.htmx else whole, page=page)  # type: ignore[attr-defined]
