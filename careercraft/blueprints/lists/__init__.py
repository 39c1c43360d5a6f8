"""Watch lists: all of them with today's counts, opened, renamed, deleted and brought back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for

from careercraft.blueprints.rosters import bulk
from careercraft.blueprints.rosters.addresses import address
from careercraft.privacy.permissions import Permission
from careercraft.services import list_pages, watch_lists
from careercraft.services.watch_lists import NameMissing
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

lists = Blueprint("lists", __name__, url_prefix="/lists")


@lists.get("")
@requires(Permission.CAMPUS_ROSTER_READ)
def overview() -> Any:
    """Own and shared lists, and the own ones that were deleted."""
    page = list_pages.lists_page(current_desk(), bulk.read_list)
    return render_template("lists/page.html", page=page, address=address)


@lists.get("/<uuid:watch_list_id>")
@requires(Permission.CAMPUS_ROSTER_READ)
def show(watch_list_id: UUID) -> Any:
    """The roster that a list opens today."""
    return redirect(address(list_pages.opened(current_desk(), watch_list_id, bulk.read_list)))


@lists.post("/<uuid:watch_list_id>/rename")
@requires(Permission.CAMPUS_ROSTER_READ)
def rename(watch_list_id: UUID) -> Any:
    """Give an own list another name."""
    try:
        watch_lists.rename(current_desk(), watch_list_id, request.form.get("name", ""))
    except NameMissing:
        flash(bulk.NAME_WANTED, "warn")
    return redirect(url_for("lists.overview"), 303)


@lists.post("/<uuid:watch_list_id>/delete")
@requires(Permission.CAMPUS_ROSTER_READ)
def delete(watch_list_id: UUID) -> Any:
    """Put an own list away; the page offers to bring it back."""
    watch_lists.delete_list(current_desk(), watch_list_id)
    flash("The list is deleted. You can bring it back under “Deleted lists”.", "good")
    return redirect(url_for("lists.overview", _anchor="deleted"), 303)


@lists.post("/<uuid:watch_list_id>/restore")
@requires(Permission.CAMPUS_ROSTER_READ)
def restore(watch_list_id: UUID) -> Any:
    """Bring back an own list."""
    watch_lists.restore(current_desk(), watch_list_id)
    flash("The list is back.", "good")
    return redirect(url_for("lists.overview"), 303)


@lists.post("/<uuid:watch_list_id>/remove")
@requires(Permission.CAMPUS_ROSTER_READ)
def remove(watch_list_id: UUID) -> Any:
    """Take the ticked students, or all who fit, off a fixed list."""
    desk = current_desk()
    class_of = watch_lists.listed(desk, watch_list_id).class_of
    chosen = bulk.chosen_ids(desk, class_of, request.form)
    removed = watch_lists.remove_students(desk, watch_list_id, chosen)
    flash(f"Taken off the list: {removed}.", "good" if removed else "warn")
    return redirect(url_for("lists.show", watch_list_id=watch_list_id), 303)
