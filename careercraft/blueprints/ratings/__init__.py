"""The rating room: campuses and the district for one year of ratings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for

from careercraft.blueprints.ratings.forms import ScoresForm, preview_form
from careercraft.blueprints.ratings.pages import (
    export_hrefs,
    preview_pager,
    preview_progress,
    year_choices,
)
from careercraft.clock import school_year, today
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, previews
from careercraft.services.ratings import campus_file, scores
from careercraft.services.ratings import page as service
from careercraft.services.ratings.presented import presented
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_to_work
from careercraft.web.guard import requires
from careercraft.web.moments import IN_TEMPLATES
from careercraft.web.presenter import is_presenting

ratings = Blueprint("ratings", __name__, url_prefix="/ratings")
ratings.context_processor(lambda: IN_TEMPLATES)


@ratings.get("")
@requires(Permission.CAMPUS_FIGURES_READ)
def choose() -> Any:
    """The latest class that has graduated; somebody of one campus sees that campus."""
    desk = current_desk()
    year, campuses = service.latest_year(desk), districts.campuses(desk)
    if len(campuses) == 1:
        return redirect(url_for("ratings.campus", year=year, campus_id=campuses[0].id))
    return redirect(url_for("ratings.district", year=year))


@ratings.get("/<int:year>")
@requires(Permission.CAMPUS_FIGURES_READ)
def district(year: int) -> Any:
    """Every campus of the reader, together and each by itself."""
    page = service.district_page(current_desk(), year)
    if is_presenting():
        return _presented(page)
    return render_template(
        "ratings/page.html",
        page=page,
        class_choices=year_choices(page),
        school_year=school_year(today()),
        export_hrefs=export_hrefs(current_desk(), year),
    )


@ratings.get("/<int:year>/export")
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export_campuses(year: int) -> Any:
    """The campuses of a year as a file."""
    return download(campus_file.export(current_desk(), year, request.args.get("format", "xlsx")))


@ratings.get("/<int:year>/campus/<uuid:campus_id>")
@requires(Permission.CAMPUS_FIGURES_READ)
def campus(year: int, campus_id: UUID) -> Any:
    """One campus, with its letters."""
    page = service.campus_page(current_desk(), campus_id, year)
    if is_presenting():
        return _presented(page)
    return _campus_page(page, ScoresForm(data=_as_entered(page)))


def _presented(page: service.RatingPage) -> Any:
    return render_template(
        "ratings/presenting.html",
        page=page,
        shown=presented(page, today()),
        class_choices=year_choices(page),
    )


@ratings.post("/<int:year>/campus/<uuid:campus_id>/scores")
@requires(Permission.DISTRICT_RATINGS_SET)
def enter_scores(year: int, campus_id: UUID) -> Any:
    """Keep the campus's type and the scores known from elsewhere."""
    desk, form = current_desk(), ScoresForm()
    if not form.validate_on_submit():
        return _campus_page(service.campus_page(desk, campus_id, year), form)
    scores.enter(desk, campus_id, year, form.campus_type.data, form.scores())
    flash("Kept. The letters below go by it.", "good")
    return _to_campus(year, campus_id)


@ratings.post("/<int:year>/campus/<uuid:campus_id>/scores/take-back")
@requires(Permission.DISTRICT_RATINGS_SET)
def take_back(year: int, campus_id: UUID) -> Any:
    """Put back what stood before the latest entry."""
    scores.take_back(current_desk(), campus_id, year)
    flash("Taken back.", "good")
    return _to_campus(year, campus_id)


@ratings.get("/preview")
@requires(Permission.CAMPUS_FIGURES_READ)
def choose_preview() -> Any:
    """What to preview: a class, another class's rules, and where."""
    offer = previews.offer(current_desk())
    return render_template(
        "ratings/preview_choose.html", offer=offer, form=preview_form(offer, request.args)
    )


@ratings.post("/preview")
@requires(Permission.CAMPUS_FIGURES_READ)
def ask_for_preview() -> Any:
    """Have a class judged by another class's rules."""
    desk = current_desk()
    offer = previews.offer(desk)
    form = preview_form(offer, request.form)
    if not form.validate():
        return render_template("ratings/preview_choose.html", offer=offer, form=form)
    preview_id, task_id = previews.ask(desk, form.asked())
    put_to_work(task_id)
    return redirect(url_for("ratings.preview", preview_id=preview_id), 303)


@ratings.get("/preview/<uuid:preview_id>")
@requires(Permission.CAMPUS_FIGURES_READ)
def preview(preview_id: UUID) -> Any:
    """Who gains and who loses; while it is worked out, how far it is."""
    desk = current_desk()
    page = previews.preview_page(
        desk, preview_id, request.args.get("who"), request.args.get("page", 1, type=int)
    )
    progress = preview_progress(desk, page)
    asks_again = bool(request.htmx) and progress is not None  # type: ignore[attr-defined]
    template = "ratings/_preview_progress.html" if asks_again else "ratings/preview.html"
    answer = make_response(
        render_template(template, page=page, progress=progress, pager=preview_pager(page))
    )
    if request.htmx and not asks_again:  # type: ignore[attr-defined]
        answer.headers["HX-Refresh"] = "true"
    return answer


def _campus_page(page: service.RatingPage, form: ScoresForm) -> Any:
    return render_template(
        "ratings/page.html",
        page=page,
        form=form,
        class_choices=year_choices(page),
        school_year=school_year(today()),
    )


def _as_entered(page: service.RatingPage) -> dict[str, Any]:
    assert page.entered is not None  # noqa: S101 - the page of a campus always has it
    return {"campus_type": page.entered.campus_type, **page.entered.scores}


def _to_campus(year: int, campus_id: UUID) -> Any:
    return redirect(
        url_for("ratings.campus", year=year, campus_id=campus_id, _anchor="scores"), 303
    )
