"""The first page: how the current seniors stand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from careercraft.blueprints.rosters.addresses import address
from careercraft.blueprints.rosters.bulk import read_list
from careercraft.clock import school_year, today
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.chase.listing import outstanding
from careercraft.services.home import home_page
from careercraft.services.list_pages import counted
from careercraft.services.my_students import my_students
from careercraft.services.presenting import met_by_campus
from careercraft.services.recomputing import campuses_in_work
from careercraft.services.records.due_notices import notices
from careercraft.web.desk import current_desk
from careercraft.web.guard import any_staff
from careercraft.web.moments import IN_TEMPLATES
from careercraft.web.navigation import first_room_href
from careercraft.web.presenter import is_presenting

LEADS_TO = {
    "incidents": "incidents.listing",
    "of_age": "records.students_of_age",
    "requests": "records.office",
}
home = Blueprint("home", __name__)
home.context_processor(lambda: IN_TEMPLATES)


@home.get("/", endpoint="home")
@any_staff
def show() -> Any:
    """The current seniors by campus, the other classes, and how fresh the data are."""
    desk = current_desk()
    if Permission.CAMPUS_FIGURES_READ not in permissions(desk.actor):
        return redirect(first_room_href())
    page = home_page(desk)
    if is_presenting():
        met = met_by_campus(page, today())
        return render_template("home/presenting.html", page=page, met=met)
    told = [(one, url_for(LEADS_TO[one.about])) for one in notices(desk)]
    mine = None if page.is_empty else my_students(desk, page.seniors.class_of)
    return render_template(
        "home/page.html",
        page=page,
        notices=told,
        mine=mine,
        lists=counted(desk, read_list) if mine else (),
        address=address,
        outstanding=outstanding(desk, page.seniors.class_of, mine.own) if mine else None,
        in_work=page.in_work,
        school_year=school_year(today()),
    )


@home.get("/in-work")
@any_staff
def in_work() -> Any:
    """How far the campuses are that are being judged: a fragment that asks until none is left."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(url_for("home.home"))
    campuses = campuses_in_work(current_desk())
    return render_template("home/_in_work.html", in_work=campuses, ended=not campuses)
