"""The list of a testing day: who is proposed, put on, taken off; rooms, fees, accommodations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from careercraft.blueprints.testing.area import NOT_USABLE, testing
from careercraft.blueprints.testing.forms import (
    SeatForm,
    form_of_seat,
    read_rooms,
    rooms_from,
    rows_of,
    ticked,
)
from careercraft.blueprints.testing.pages import propose_page, rooms_page
from careercraft.privacy.permissions import Permission
from careercraft.services.testing import days, rooms, searching, seats
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires

NOBODY = "Tick at least one student. Nothing was changed."


@testing.get("/<uuid:testing_day_id>/propose")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def propose(testing_day_id: UUID) -> Any:
    """Who should sit, the nearest to the cut first."""
    page = propose_page(current_desk(), testing_day_id)
    return render_template("testing/propose.html", page=page)


@testing.post("/<uuid:testing_day_id>/on")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def put_on(testing_day_id: UUID) -> Any:
    """Put the ticked students on the list; `covered` names those whose fee is covered."""
    chosen, covered = ticked(request.form), ticked(request.form, "covered")
    if not chosen:
        _nobody(testing_day_id)
        return redirect(url_for("testing.propose", testing_day_id=testing_day_id), 303)
    added = seats.put_on(current_desk(), testing_day_id, chosen, covered)
    flash(f"Put on the list: {added}.", "good")
    return _day(testing_day_id)


@testing.post("/<uuid:testing_day_id>/off")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def take_off(testing_day_id: UUID) -> Any:
    """Take the ticked students off the list."""
    chosen = ticked(request.form)
    if not chosen:
        return _nobody(testing_day_id)
    gone = seats.take_off(current_desk(), testing_day_id, chosen)
    flash(f"Taken off the list: {gone}. They can be put back below the list.", "good")
    return _day(testing_day_id)


@testing.post("/<uuid:testing_day_id>/covered")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def cover(testing_day_id: UUID) -> Any:
    """Say of the ticked students that their fee is covered, or not."""
    chosen, covered = ticked(request.form), request.form.get("covers") == "yes"
    if not chosen:
        return _nobody(testing_day_id)
    changed = seats.set_covered(current_desk(), testing_day_id, chosen, covered=covered)
    flash(f"{'Covered' if covered else 'No longer covered'}: {changed}.", "good")
    return _day(testing_day_id)


@testing.post("/<uuid:testing_day_id>/find")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def find(testing_day_id: UUID) -> Any:
    """Students of the campus by name or id, to be put on by hand; no address holds the name."""
    text = request.form.get("q", "").strip()
    page = searching.found(current_desk(), testing_day_id, text)
    return render_template("testing/find.html", page=page, text=text)


@testing.get("/<uuid:testing_day_id>/rooms")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def edit_rooms(testing_day_id: UUID) -> Any:
    """The rooms of a day."""
    desk = current_desk()
    rows = rows_of(rooms.rooms_of(desk, testing_day_id))
    return render_template("testing/rooms.html", page=rooms_page(desk, testing_day_id, rows))


@testing.post("/<uuid:testing_day_id>/rooms")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def set_rooms(testing_day_id: UUID) -> Any:
    """Keep the typed rooms; with `fill` everybody is given a seat at once."""
    desk, rows = current_desk(), read_rooms(request.form)
    if any(one.mistake for one in rows):
        page = rooms_page(desk, testing_day_id, rows)
        return render_template("testing/rooms.html", page=page), NOT_USABLE
    rooms.set_rooms(desk, testing_day_id, rooms_from(rows))
    if "fill" not in request.form:
        flash("The rooms are saved.", "good")
        return _day(testing_day_id)
    placed = rooms.fill(desk, testing_day_id)
    if placed.left:
        flash(f"Seated: {placed.placed}. Without a seat: {placed.left}. Add a room.", "warn")
    else:
        flash(f"Seated: {placed.placed}, by last name.", "good")
    return _day(testing_day_id)


@testing.get("/seats/<uuid:seat_id>")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def edit_seat(seat_id: UUID) -> Any:
    """One student of a list: room, fee, accommodations."""
    desk = current_desk()
    day, seat = seats.seat(desk, seat_id)
    form = form_of_seat(seat).offer(rooms.rooms_of(desk, day.id))
    return render_template("testing/seat.html", day=day, seat=seat, form=form)


@testing.post("/seats/<uuid:seat_id>")
@requires(Permission.CAMPUS_TESTING_ARRANGE)
def arrange(seat_id: UUID) -> Any:
    """Keep room, fee and accommodations of one student."""
    desk = current_desk()
    day, seat = seats.seat(desk, seat_id)
    form = SeatForm().offer(rooms.rooms_of(desk, day.id))
    if not form.validate_on_submit():
        return render_template("testing/seat.html", day=day, seat=seat, form=form), NOT_USABLE
    seats.arrange(desk, seat_id, form.room_id, form.needs, covered=form.covered.data)
    flash(f"Saved for {seat.standing.identity.full_name}.", "good")
    return _day(day.id)


def _nobody(day_id: UUID) -> Response:
    """Back to a day that the reader may see, with nothing changed."""
    days.day(current_desk(), day_id)
    flash(NOBODY, "warn")
    return _day(day_id)


def _day(day_id: UUID) -> Response:
    return redirect(url_for("testing.show", testing_day_id=day_id), 303)
