"""Documents about students: handed in, found again, shown, verified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from careercraft.blueprints.papers.area import NOT_USABLE, papers
from careercraft.blueprints.papers.forms import PaperForm, filter_form, read_query
from careercraft.blueprints.papers.pages import list_page
from careercraft.privacy.permissions import Permission
from careercraft.services.imports.typed import EntryPage, Mistaken
from careercraft.services.papers import exporting, handing_in, keeping, reading, verifying
from careercraft.services.papers.handing_in import CannotKeep
from careercraft.services.papers.verifying import NothingChosen
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires

SHUT_IN = "default-src 'none'; img-src 'self'; sandbox"
"""The policy of a handed-in file itself: it may load, run and embed nothing."""


@papers.route("", methods=["GET", "POST"])
@requires(Permission.CAMPUS_PAPERS_READ)
def overview() -> Any:
    """The documents that the reader may see, filtered; the search for a name comes by POST, so that
    no address ever holds one.
    """
    found = reading.listed(current_desk(), read_query(_asked()))
    return render_template("papers/page.html", page=list_page(found), form=filter_form(found))


@papers.route("/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export() -> Response:
    """The list of documents as a file; never the documents themselves. A search comes by POST."""
    wanted = request.args.get("format", "")
    return download(exporting.export(current_desk(), read_query(_asked()), wanted))


def _asked() -> MultiDict[str, str]:
    """What the address asks, and the search; a name in an address is not read."""
    said = {name: value for name, value in request.args.items() if name != "q"}
    return MultiDict({**request.form.to_dict(), **said})


@papers.get("/students/<uuid:student_id>/new")
@requires(Permission.CAMPUS_PAPERS_KEEP)
def new(student_id: UUID) -> Any:
    """The form to hand in a document of a student."""
    page = handing_in.page(current_desk(), student_id)
    form = PaperForm(kinds=page.kinds, cases=page.cases)
    form.suggest(request.args, page.kinds)
    return render_template("papers/new.html", page=page, form=form)


@papers.post("/students/<uuid:student_id>/new")
@requires(Permission.CAMPUS_PAPERS_KEEP)
def keep(student_id: UUID) -> Any:
    """Keep a document of a student."""
    page = handing_in.page(current_desk(), student_id)
    form = PaperForm(kinds=page.kinds, cases=page.cases)
    if form.validate():
        try:
            paper_id = keeping.keep(current_desk(), student_id, form.said(), form.content())
        except CannotKeep as reason:
            form.file.errors = [str(reason)]
        else:
            flash("Kept, and waiting to be verified.", "good")
            return redirect(url_for("papers.show", paper_id=paper_id), 303)
    return render_template("papers/new.html", page=page, form=form), NOT_USABLE


@papers.get("/<uuid:paper_id>")
@requires(Permission.CAMPUS_PAPERS_READ)
def show(paper_id: UUID) -> Any:
    """One document: its pages as pictures, what it is, what can be done with it."""
    return render_template("papers/paper.html", page=reading.page(current_desk(), paper_id))


@papers.get("/<uuid:paper_id>/pages/<int:page_number>")
@requires(Permission.CAMPUS_PAPERS_READ)
def picture(paper_id: UUID, page_number: int) -> Response:
    """A page of a document as a picture that we made."""
    content = reading.page_picture(current_desk(), paper_id, page_number)
    return _shut_in(Response(content, mimetype="image/jpeg"))


@papers.get("/<uuid:paper_id>/file")
@requires(Permission.CAMPUS_PAPERS_READ)
def file(paper_id: UUID) -> Response:
    """The document itself, to be saved."""
    taken = reading.download(current_desk(), paper_id)
    answer = Response(taken.content, mimetype=taken.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=taken.name)
    return _shut_in(answer)


@papers.post("/<uuid:paper_id>/remove")
@requires(Permission.CAMPUS_PAPERS_KEEP)
def remove(paper_id: UUID) -> Any:
    """Take a document away."""
    student_id = keeping.remove(current_desk(), paper_id)
    flash("Removed. It can be brought back for 30 days, on the student’s page.", "good")
    return _to_student(student_id)


@papers.post("/<uuid:paper_id>/restore")
@requires(Permission.CAMPUS_PAPERS_KEEP)
def restore(paper_id: UUID) -> Any:
    """Bring a removed document back."""
    student_id = keeping.restore(current_desk(), paper_id)
    flash("The document is back.", "good")
    return _to_student(student_id)


@papers.get("/<uuid:paper_id>/verify")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def verify(paper_id: UUID) -> Any:
    """A document beside the record, to be compared."""
    return _verify_page(paper_id)


@papers.post("/<uuid:paper_id>/shows")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def shows(paper_id: UUID) -> Any:
    """Note that a document shows an entry that is on file."""
    try:
        student_id = verifying.shows(current_desk(), paper_id, _id(request.form.get("evidence")))
    except NothingChosen as reason:
        return _not_usable(paper_id, str(reason))
    flash("Verified: the document stands behind that entry.", "good")
    return _to_student(student_id)


@papers.post("/<uuid:paper_id>/type-in")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def type_in(paper_id: UUID) -> Any:
    """Write what a document says as evidence."""
    try:
        student_id, done = verifying.type_in(current_desk(), paper_id, request.form)
    except Mistaken as attempt:
        return _verify_page(paper_id, attempt.page), NOT_USABLE
    put_to_work(done.task_id)
    flash("Verified and entered, with your name. The rules are being applied again.", "good")
    return _to_student(student_id)


@papers.post("/<uuid:paper_id>/turn-down")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def turn_down(paper_id: UUID) -> Any:
    """Note that a document does not show what it was handed in for."""
    try:
        student_id = verifying.turn_down(current_desk(), paper_id, request.form.get("why", ""))
    except NothingChosen as reason:
        return _not_usable(paper_id, str(reason))
    flash("Noted. The document stays, with your reason.", "good")
    return _to_student(student_id)


def _verify_page(paper_id: UUID, tried: EntryPage | None = None) -> str:
    page = verifying.verify_page(current_desk(), paper_id, tried)
    return render_template("papers/verify.html", page=page)


def _not_usable(paper_id: UUID, sentence: str) -> Any:
    flash(sentence, "problem")
    return _verify_page(paper_id), NOT_USABLE


def _shut_in(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = SHUT_IN
    return answer


def _to_student(student_id: UUID) -> Any:
    return redirect(url_for("students.show", student_id=student_id, _anchor="documents"), 303)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
