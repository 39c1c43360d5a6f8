"""A class's bonus for the district, and the students behind each of its figures."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for

from careercraft.blueprints.bonus.area import bonus
from careercraft.blueprints.bonus.forms import read_list_query
from careercraft.blueprints.bonus.pages import class_choices, list_page
from careercraft.clock import senior_class, today
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.bonus import money as money_service
from careercraft.services.bonus import student_lists, summary_print
from careercraft.services.bonus.money_words import money_page
from careercraft.services.bonus.student_files import student_file
from careercraft.web.desk import current_desk, signed_in_person
from careercraft.web.download import download
from careercraft.web.guard import requires
from careercraft.web.presenter import is_presenting

FRAGMENT = "bonus-students"


@bonus.get("")
@requires(Permission.CAMPUS_BONUS_READ)
def choose() -> Any:
    """The current seniors: their money for a district role, the students one step away else."""
    class_of = senior_class(today())
    if Permission.DISTRICT_BONUS_READ in permissions(signed_in_person().actor):
        return redirect(url_for("bonus.show", class_of=class_of))
    return redirect(url_for("bonus.students", class_of=class_of, step="any"))


@bonus.get("/<int:class_of>")
@requires(Permission.DISTRICT_BONUS_READ)
def show(class_of: int) -> Any:
    """What a class is worth: earned, projected, still on the table."""
    desk = current_desk()
    if is_presenting():
        return render_template(
            "bonus/presenting.html",
            told=summary_print.shown_to_a_meeting(desk, class_of),
            class_choices=class_choices(desk, class_of, "bonus.show"),
        )
    page = money_page(money_service.money(desk, class_of))
    return render_template(
        "bonus/page.html",
        page=page,
        class_choices=class_choices(desk, class_of, "bonus.show"),
        may_settle=Permission.DISTRICT_BONUS_SETTLE in permissions(desk.actor),
    )


@bonus.get("/<int:class_of>/students")
@requires(Permission.CAMPUS_BONUS_READ)
def students(class_of: int) -> Any:
    """The students behind a figure, or those one step away."""
    query, dropped = read_list_query(class_of, request.args)
    desk = current_desk()
    page = list_page(student_lists.students(desk, query), dropped)
    if _asks_for_fragment():
        answer = make_response(render_template("bonus/_students.html", page=page))
        answer.headers["HX-Push-Url"] = page.address
        return answer
    return render_template(
        "bonus/students.html",
        page=page,
        class_choices=class_choices(desk, class_of, "bonus.students", step=query.step),
    )


@bonus.route("/<int:class_of>/students/file", methods=["GET", "POST"])
@requires(Permission.CAMPUS_BONUS_READ)
def students_file(class_of: int) -> Response:
    """The whole list as a file that can be taken away."""
    query, _ = read_list_query(class_of, request.args)
    return download(student_file(current_desk(), query, request.args.get("format", "")))


@bonus.post("/<int:class_of>/summary")
@requires(Permission.DISTRICT_BONUS_READ)
def summary(class_of: int) -> Response:
    """The one-page summary for the board, small groups hidden."""
    printed = summary_print.board_summary(current_desk(), class_of)
    name = f"bonus-summary-class-of-{class_of}.pdf"
    return Response(
        printed.content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asks_for_fragment() -> bool:
    asked: Any = request.htmx  # type: ignore[attr-defined]
    return bool(asked) and (not asked.boosted or asked.target == FRAGMENT)
