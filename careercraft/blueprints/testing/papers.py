"""What leaves a testing day: lists on paper, the list as a file, notices to families."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, url_for

from careercraft.blueprints.testing.area import NOT_USABLE, testing
from careercraft.blueprints.testing.forms import ticked
from careercraft.privacy.permissions import Permission
from careercraft.services.print_runs import BadRun
from careercraft.services.testing import notices as service
from careercraft.services.testing import paper
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_all_to_work
from careercraft.web.guard import requires


@testing.post("/<uuid:testing_day_id>/lists")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def print_list(testing_day_id: UUID) -> Any:
    """A room list, the door list or the sign-in sheets as a PDF."""
    kind = request.form.get("list", "")
    printed = paper.print_list(current_desk(), testing_day_id, kind)
    return Response(
        printed.content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="testing-day-{kind}.pdf"'},
    )


@testing.route("/<uuid:testing_day_id>/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def export(testing_day_id: UUID) -> Any:
    """The whole list as a file."""
    file = paper.export(current_desk(), testing_day_id, request.args.get("format", "xlsx"))
    return download(file)


@testing.post("/<uuid:testing_day_id>/notices")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def notices(testing_day_id: UUID) -> Any:
    """Have a notice to each family printed, or to those of the ticked students."""
    language = request.form.get("language", "en")
    packed_as = request.form.get("packed_as", "pdf")
    try:
        asked = service.ask(
            current_desk(), testing_day_id, language, packed_as, ticked(request.form)
        )
    except BadRun as told:
        return render_template("documents/nothing_to_print.html", told=str(told)), NOT_USABLE
    put_all_to_work(asked.task_ids)
    return redirect(url_for("documents.show_run", run_id=asked.document_id), 303)
