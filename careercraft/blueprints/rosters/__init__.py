"""The rosters: a class of students, filtered, sorted, searched and paged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.datastructures import CombinedMultiDict

from careercraft.blueprints.documents.forms import read_wanted
from careercraft.blueprints.rosters import bulk
from careercraft.blueprints.rosters.addresses import address, arguments
from careercraft.blueprints.rosters.forms import chosen_students, read_query
from careercraft.blueprints.rosters.pages import roster_page
from careercraft.clock import senior_class, today
from careercraft.privacy.permissions import Permission
from careercraft.services import (
    caseloads,
    districts,
    outcomes,
    print_runs,
    tasks,
    watch_lists,
)
from careercraft.services.presenting import presented, without_order
from careercraft.services.print_runs import BadRun
from careercraft.services.rosters import RosterQuery, find, marked, paper, students_of
from careercraft.services.rosters import export as roster_export
from careercraft.services.rosters.paper import TooMany
from careercraft.services.rosters.words import USUAL_COLUMNS, shown_columns
from careercraft.services.watch_lists import NameMissing
from careercraft.web.desk import current_desk
from careercraft.web.download import download
from careercraft.web.enqueue import put_all_to_work, put_to_work
from careercraft.web.guard import requires
from careercraft.web.navigation import freshness_beside_figures
from careercraft.web.presenter import is_presenting
from careercraft.web.progress import progress_of

rosters = Blueprint("rosters", __name__, url_prefix="/rosters")
FRAGMENT = "roster"
KEPT_COLUMNS = "roster_columns"


@rosters.get("")
@requires(Permission.CAMPUS_ROSTER_READ)
def choose() -> Any:
    """The current senior class; somebody of one campus sees it there."""
    campuses = districts.campuses(current_desk())
    only = campuses[0].id if len(campuses) == 1 else None
    return redirect(url_for("rosters.show", class_of=senior_class(today()), campus=only))


@rosters.get("/campus/<uuid:campus_id>")
@requires(Permission.CAMPUS_ROSTER_READ)
def campus(campus_id: UUID) -> Any:
    """The current senior class of one campus."""
    found = districts.campus(current_desk(), campus_id)
    return redirect(url_for("rosters.show", class_of=senior_class(today()), campus=found.id))


@rosters.post("/campus/<uuid:campus_id>/recompute")
@requires(Permission.CAMPUS_OUTCOMES_RECOMPUTE)
def recompute(campus_id: UUID) -> Any:
    """Have every student of a campus judged anew."""
    desk = current_desk()
    task_id = outcomes.ask_to_recompute(desk, campus_id)
    put_to_work(task_id)
    if request.htmx:  # type: ignore[attr-defined]
        task = progress_of(tasks.view(desk, task_id))
        return render_template("tasks/_progress.html", task=task)
    return redirect(url_for("tasks.show", task_id=task_id), 303)


@rosters.route("/<int:class_of>", methods=["GET", "POST"])
@requires(Permission.CAMPUS_ROSTER_READ)
def show(class_of: int) -> Any:
    """A class; the search for a name comes by POST, so that no address ever holds one."""
    desk = current_desk()
    query, dropped = _asked(class_of)
    found = find(desk, without_order(query) if is_presenting() else query)
    offered = bulk.bulk_of(desk, found)
    if not _asks_for_fragment():
        freshness_beside_figures()
    shown = marked.roster(desk, found)  # last, as it ends the transaction
    if is_presenting():
        shown = presented(shown, today())
    page = roster_page(shown, dropped, offered)
    if _asks_for_fragment():
        answer = make_response(render_template("rosters/_roster.html", page=page, swapped=True))
        answer.headers["HX-Push-Url"] = address(shown.query)
        return answer
    return render_template("rosters/page.html", page=page, class_choices=page.class_choices)


@rosters.post("/<int:class_of>/columns")
@requires(Permission.CAMPUS_ROSTER_READ)
def keep_columns(class_of: int) -> Any:
    """Keep the chosen columns for every roster opened in this browser."""
    query, _ = read_query(class_of, request.form)
    if shown_columns(query.columns) == USUAL_COLUMNS:
        session.pop(KEPT_COLUMNS, None)
    else:
        session[KEPT_COLUMNS] = list(query.columns)
    return redirect(address(query, columns=()), 303)


@rosters.post("/<int:class_of>/lists")
@requires(Permission.CAMPUS_ROSTER_READ)
def save_list(class_of: int) -> Any:
    """Keep the present filter under a name."""
    desk, query = current_desk(), read_query(class_of, request.form)[0]
    campus_id = bulk.campus_to_share(desk, query) if request.form.get("shared") else None
    try:
        name = request.form.get("name", "")
        watch_lists.save_live(desk, name, class_of, arguments(query), campus_id)
        flash("Saved. The list stands on your first page and under “All watch lists”.", "good")
    except NameMissing:
        flash(bulk.NAME_WANTED, "warn")
    return redirect(address(query), 303)


@rosters.post("/<int:class_of>/members")
@requires(Permission.CAMPUS_ROSTER_READ)
def put_on_list(class_of: int) -> Any:
    """Put the chosen students on a fixed list, new or there already."""
    desk, query = current_desk(), read_query(class_of, request.form)[0]
    ids = bulk.chosen_ids(desk, class_of, request.form)
    if not ids:
        flash(bulk.NOBODY_TICKED, "warn")
        return redirect(address(query), 303)
    try:
        list_id = request.form.get("list_id", type=UUID)
        if list_id is None:
            list_id = watch_lists.save_fixed(desk, request.form.get("name", ""), class_of, ids)
        else:
            watch_lists.add_students(desk, list_id, ids)
    except NameMissing:
        flash(bulk.NAME_WANTED, "warn")
        return redirect(address(query), 303)
    return redirect(address(RosterQuery(class_of, list_id=list_id)), 303)


@rosters.post("/<int:class_of>/who-fits")
@requires(Permission.CAMPUS_ROSTER_READ)
def who_fits(class_of: int) -> Any:
    """The ids of all who fit a filter, to be ticked on every page at once; nobody is named."""
    query, _ = read_query(class_of, request.form)
    return jsonify(sorted(map(str, students_of(current_desk(), query))))


@rosters.post("/<int:class_of>/counselor")
@requires(Permission.CAMPUS_CASELOAD_ASSIGN)
def assign(class_of: int) -> Any:
    """Give the chosen students to a counselor; the page that answers can undo it."""
    desk, query = current_desk(), read_query(class_of, request.form)[0]
    counselor_id = request.form.get("counselor_id", type=UUID)
    ids = bulk.chosen_ids(desk, class_of, request.form)
    if counselor_id is None or not ids:
        flash(bulk.NOBODY_TICKED, "warn")
        return redirect(address(query), 303)
    move_id = caseloads.assign(desk, counselor_id, ids)
    return redirect(url_for("caseloads.show", move_id=move_id), 303)


@rosters.route("/<int:class_of>/export", methods=["GET", "POST"])
@requires(Permission.CAMPUS_LISTS_EXPORT)
def export(class_of: int) -> Any:
    """The whole list as a file; a search for a name comes by POST, as it does to the page."""
    query, _ = _asked(class_of)
    if "whom" in request.form:
        ticked = chosen_students(request.form)
        if ticked == frozenset():
            flash(bulk.NOBODY_TICKED, "warn")
            return redirect(address(query), 303)
        query = query if ticked is None else bulk.of_ticked(query, ticked)
    file = roster_export.export(current_desk(), query, request.args.get("format", "xlsx"))
    return download(file)


@rosters.route("/<int:class_of>/paper", methods=["GET", "POST"])
@requires(Permission.CAMPUS_STUDENT_PRINT)
def print_list(class_of: int) -> Any:
    """The whole list on paper, for a meeting; a search for a name comes by POST."""
    query, _ = _asked(class_of)
    try:
        printed = paper.print_roster(current_desk(), query, presenting=is_presenting())
    except TooMany as told:
        return render_template("documents/nothing_to_print.html", told=str(told)), 422
    name = f"roster-class-of-{class_of}.pdf"
    return Response(
        printed.content,
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(class_of: int) -> tuple[RosterQuery, list[str]]:
    """What the address and the search ask, and what of it was not understood; where the address
    chooses no columns, those kept in this browser are shown."""
    query, dropped = read_query(class_of, CombinedMultiDict([request.args, request.form]))
    if not query.columns and KEPT_COLUMNS in session:
        query = query._replace(columns=tuple(session[KEPT_COLUMNS]))
    return query, dropped


@rosters.post("/<int:class_of>/print")
@requires(Permission.CAMPUS_STUDENT_PRINT)
def print_all(class_of: int) -> Any:
    """Have a document of the ticked students printed, or of everybody who fits."""
    desk = current_desk()
    query, _ = read_query(class_of, CombinedMultiDict([request.args, request.form]))
    try:
        wanted, ticked = read_wanted(request.form), chosen_students(request.form)
        query = query if ticked is None else bulk.of_ticked(query, ticked)
        asked = print_runs.ask_for_roster(desk, query, wanted, ticked)
    except BadRun as told:
        return render_template("documents/nothing_to_print.html", told=str(told)), 422
    put_all_to_work(asked.task_ids)
    return redirect(url_for("documents.show_run", run_id=asked.document_id), 303)


def _asks_for_fragment() -> bool:
    """Whether only the list is to be swapped in; a boosted link names it as its target too."""
    asked: Any = request.htmx  # type: ignore[attr-defined]
    return bool(asked) and (not asked.boosted or asked.target == FRAGMENT)
