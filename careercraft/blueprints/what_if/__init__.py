"""What if: suppositions about one student, or about a chosen set; every state is an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict

from careercraft.blueprints.rosters import bulk
from careercraft.blueprints.rosters.addresses import address
from careercraft.blueprints.rosters.forms import chosen_students, read_query
from careercraft.blueprints.what_if.asking import Asked, SetAsked, StudentAsked, asked_of
from careercraft.blueprints.what_if.pages import large_page, set_page, student_page
from careercraft.privacy.permissions import Permission
from careercraft.services import rosters
from careercraft.services.supposing import choices, many, one, runs
from careercraft.services.supposing.working_out import WorkedOut, work_out
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.moments import IN_TEMPLATES

what_if = Blueprint("what_if", __name__)
what_if.context_processor(lambda: dict(IN_TEMPLATES))
FIRST_OF_SET = "more"
NOT_USABLE = 422
NOT_WORKED_OUT = "Work it out first: then the file can be made."


@what_if.get("/students/<uuid:student_id>/what-if")
@requires(Permission.CAMPUS_STUDENT_READ)
def student(student_id: UUID) -> Any:
    """One student, today and supposed."""
    asked = asked_of(request.args, StudentAsked(student_id), first="SAT")
    if asked.added:
        return redirect(asked.address(), 303)
    found = one.what_if(current_desk(), student_id, asked.supposed)
    return render_template("what_if/student.html", page=student_page(found, asked))


@what_if.get("/rosters/<int:class_of>/what-if")
@requires(Permission.CAMPUS_ROSTER_READ)
def chosen(class_of: int) -> Any:
    """A chosen set, today and supposed; a large one is worked out in the background."""
    whom = SetAsked.read(class_of, request.args)
    asked = asked_of(request.args, whom, first=FIRST_OF_SET)
    if asked.added:
        return redirect(asked.address(), 303)
    ids = _students(whom)
    if len(ids) > many.AT_ONCE:
        return _large(whom, asked, ids)
    found = many.what_if(current_desk(), class_of, ids, asked.supposed, _page())
    return render_template("what_if/set.html", page=set_page(found, whom, asked))


@what_if.post("/rosters/<int:class_of>/what-if")
@requires(Permission.CAMPUS_ROSTER_READ)
def choose(class_of: int) -> Any:
    """From the bar of a roster: the ticked students, or all who fit; no address names them."""
    desk = current_desk()
    values = CombinedMultiDict([request.args, request.form])
    (shown, _), ticked = read_query(class_of, values), chosen_students(values)
    if ticked == frozenset():
        flash(bulk.NOBODY_TICKED, "warn")
        return redirect(address(shown), 303)
    query = shown if ticked is None else bulk.of_ticked(shown, ticked)
    ids = rosters.students_of(desk, query)
    whom = SetAsked(class_of, shown._replace(search="", page=1))
    if shown.search or ids != rosters.students_of(desk, shown):
        whom = SetAsked(class_of, rosters.RosterQuery(class_of), choices.keep(desk, class_of, ids))
    return redirect(whom.address(()), 303)


@what_if.post("/rosters/<int:class_of>/what-if/work-out")
@requires(Permission.CAMPUS_ROSTER_READ)
def work_out_set(class_of: int) -> Any:
    """Have a large set worked out in the background, with what the form adds to it."""
    desk, whom = current_desk(), SetAsked.read(class_of, request.form)
    asked = asked_of(request.form, whom, first=FIRST_OF_SET)
    ids = _students(whom)
    if "add" in request.form and not asked.added:
        return render_template("what_if/large.html", page=large_page(whom, asked, ids)), NOT_USABLE
    known = runs.latest(desk, ids, asked.supposed)
    if asked.supposed and not (known and known.at_work):
        where = whom.arguments() | {"s": list(asked.codes)}
        _, task_id = runs.ask(desk, class_of, ids, asked.supposed, where)
        put_to_work(task_id)
    return redirect(asked.address(), 303)


@what_if.get("/what-if/<uuid:what_if_run_id>")
@requires(Permission.CAMPUS_ROSTER_READ)
def worked_out(what_if_run_id: UUID) -> Any:
    """From a piece of background work to the page that asked for it."""
    class_of, where = runs.address_of(current_desk(), what_if_run_id)
    return redirect(url_for("what_if.chosen", class_of=class_of, **where), 303)


@what_if.route("/rosters/<int:class_of>/what-if/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export(class_of: int) -> Any:
    """The whole set with its suppositions as a file."""
    desk, whom = current_desk(), SetAsked.read(class_of, request.args)
    asked = asked_of(request.args, whom, first=FIRST_OF_SET)
    found = _found(whom, asked)
    if found is None:
        flash(NOT_WORKED_OUT, "warn")
        return redirect(asked.address(), 303)
    return download(many.export(desk, found, asked.supposed, request.args.get("format", "xlsx")))


def _found(whom: SetAsked, asked: Asked) -> WorkedOut | None:
    """What follows for a set; None for a large one that is not worked out yet."""
    desk, ids = current_desk(), _students(whom)
    if len(ids) <= many.AT_ONCE:
        return work_out(desk, whom.class_of, ids, asked.supposed)
    run = runs.latest(desk, ids, asked.supposed)
    return run.result if run else None


def _large(whom: SetAsked, asked: Asked, ids: frozenset[UUID]) -> Any:
    """A set that is too large to be judged while somebody waits: what is known of it so far."""
    desk = current_desk()
    run = runs.latest(desk, ids, asked.supposed) if asked.supposed else None
    if run and run.result:
        found = many.shown(desk, run.result, asked.supposed, _page())
        worked = set_page(found, whom, asked, run)
        return _once_ended(render_template("what_if/set.html", page=worked))
    page = large_page(whom, asked, ids, run)
    if request.htmx and page.progress:  # type: ignore[attr-defined]
        return render_template("tasks/_progress.html", task=page.progress)
    return _once_ended(render_template("what_if/large.html", page=page))


def _once_ended(page: str) -> Any:
    """The page; where it only asked how far the work is, it is told to come anew."""
    answer = make_response(page)
    if request.htmx:  # type: ignore[attr-defined]
        answer.headers["HX-Refresh"] = "true"
    return answer


def _students(whom: SetAsked) -> frozenset[UUID]:
    """The students of a set whom the reader may see now; raises `NotFound`."""
    desk, query = current_desk(), whom.query
    if whom.choice_id is None:
        return rosters.students_of(desk, query)
    kept = choices.students(desk, whom.choice_id)
    return rosters.students_of(desk, query._replace(only=kept)) if kept else frozenset()


def _page() -> int:
    return request.args.get("at", 1, type=int)
