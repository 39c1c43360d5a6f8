"""The register of training and background checks, and the yearly access review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, render_template, request

from careercraft.blueprints.retention.area import retention, to, told
from careercraft.blueprints.retention.forms import ProofForm, offered
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services.promises import registers, reviews
from careercraft.services.promises.registers import Shown
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires


@retention.route("/register", methods=["GET", "POST"])
@requires(Permission.DISTRICT_ACCESS_REVIEW)
def register() -> Any:
    """Everybody with access, with training and background check."""
    desk, form = current_desk(), ProofForm()
    found = registers.register(desk)
    form.user_id.choices = offered((str(one.member.id), one.member.name) for one in found.entries)
    if form.validate_on_submit():
        shown = Shown(form.kind.data, form.done_on.data, form.document.data, form.good_until.data)
        try:
            registers.enter(desk, UUID(form.user_id.data), shown)
            flash("Entered in the register.", "good")
            return to("register")
        except Refused as refused:
            told(refused)
    return render_template("retention/register.html", register=found, form=form)


@retention.post("/register/<uuid:proof_id>/withdraw")
@requires(Permission.DISTRICT_ACCESS_REVIEW)
def withdraw_proof(proof_id: UUID) -> Any:
    """Take back what was entered by mistake."""
    registers.withdraw(current_desk(), proof_id)
    flash("Taken out of the register.", "good")
    return to("register")


@retention.get("/reviews")
@requires(Permission.DISTRICT_ACCESS_REVIEW)
def all_reviews() -> Any:
    """The history of access reviews, and when the next is due."""
    return render_template("retention/reviews.html", overview=reviews.overview(current_desk()))


@retention.post("/reviews")
@requires(Permission.DISTRICT_ACCESS_REVIEW)
def begin_review() -> Any:
    """Begin a review of everybody's access."""
    return to("review", review_id=reviews.begin(current_desk()))


@retention.get("/reviews/<uuid:review_id>")
@requires(Permission.DISTRICT_ACCESS_REVIEW)
def review(review_id: UUID) -> Any:
    """One review: each role is kept or removed."""
    return render_template("retention/review.html", page=reviews.page(current_desk(), review_id))


@retention.post("/reviews/lines/<uuid:line_id>")
@requires(Permission.DISTRICT_ACCESS_REVIEW)
def decide_line(line_id: UUID) -> Any:
    """Keep or remove one role."""
    desk = current_desk()
    review_id = reviews.review_of(desk, line_id)
    try:
        reviews.decide(desk, line_id, request.form.get("decision", ""))
    except Refused as refused:
        told(refused)
    return to("review", review_id=review_id)


@retention.post("/reviews/<uuid:review_id>/close")
@requires(Permission.DISTRICT_ACCESS_REVIEW)
def close_review(review_id: UUID) -> Any:
    """Close a review whose every line is decided."""
    try:
        reviews.close(current_desk(), review_id)
    except Refused as refused:
        told(refused)
    return to("review", review_id=review_id)
