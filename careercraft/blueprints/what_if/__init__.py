"""What if: suppositions about one student, or about a chosen set; every state is an address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.datastructures import CombinedMultiDict

from careercraft.blueprints.rosters import bulk
from careercraft.blueprints.rosters.addresses import address
from careercraft.blueprints.rosters.forms import chosen_students, read_query
from careercraft.blueprints.what_if.asking import SetAsked, StudentAsked, asked_of
from careercraft.blueprints.what_if.pages import set_page, student_page
from careercraft.privacy.permissions import Permission
from careercraft.services import rosters
from careercraft.services.supposing import many, one
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.guard import requires

what_if = Blueprint("what_if", __name__)
MOST_NAMED = 60
"""Students that an address can name one by one; a page of a roster has fewer rows."""
TOO_MANY = (
    "So many students cannot be named one by one. Put them on a list, open it, choose all who fit "
    "and then “What if”."
)


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
    """A chosen set, today and supposed."""
    whom = SetAsked.read(class_of, request.args)
    asked = asked_of(request.args, whom, first="more")
    if asked.added:
        return redirect(asked.address(), 303)
    page = request.args.get("at", 1, type=int)
    found = many.what_if(current_desk(), whom.query, asked.supposed, page)
    return render_template("what_if/set.html", page=set_page(found, whom, asked))


@what_if.post("/rosters/<int:class_of>/what-if")
@requires(Permission.CAMPUS_ROSTER_READ)
def choose(class_of: int) -> Any:
    """From the bar of a roster: the ticked students, or all who fit, as an address."""
    desk = current_desk()
    values = CombinedMultiDict([request.args, request.form])
    (shown, _), ticked = read_query(class_of, values), chosen_students(values)
    if ticked == frozenset():
        flash(bulk.NOBODY_TICKED, "warn")
        return redirect(address(shown), 303)
    query = shown if ticked is None else bulk.of_ticked(shown, ticked)
    named = rosters.students_of(desk, query) if ticked or query.search else frozenset()
    if not shown.search and named == rosters.students_of(desk, shown):
        query, named = shown, frozenset()  # everybody who fits: the filter says it in fewer words
    if len(named) > MOST_NAMED:
        flash(TOO_MANY, "warn")
        return redirect(address(shown._replace(search="")), 303)
    whom = SetAsked(class_of, query._replace(search="", page=1, only=named))
    return redirect(whom.address(()), 303)


@what_if.route("/rosters/<int:class_of>/what-if/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export(class_of: int) -> Any:
    """The whole set with its suppositions as a file."""
    whom = SetAsked.read(class_of, request.args)
    asked = asked_of(request.args, whom, first="more")
    format_ = request.args.get("format", "xlsx")
    return download(many.export(current_desk(), whom.query, asked.supposed, format_))
