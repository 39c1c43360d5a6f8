"""A testing day: who is proposed, who sits where, whose fee is covered, what came of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from careercraft.models import AuditEvent
from careercraft.privacy.access import NotAllowed, NotFound
from careercraft.services.context import Desk
from careercraft.services.testing import days, fees, proposing, rooms, seats
from careercraft.services.testing.accommodations import Needs
from careercraft.services.testing.days import ChangedMeanwhile, Wanted
from careercraft.services.testing.rooms import Room
from tests.seed import SmallDistrict
from tests.services.classroom import judge, seniors, state_id
from tests.services.uploads import applied, sat

MARCH = date(2027, 3, 3)


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def wanted(district: SmallDistrict, south: bool = False, **more: object) -> Wanted:
    campus = district.south if south else district.north
    return Wanted(campus.id, "SAT", "both", MARCH, (2027, 2028), **more)  # type: ignore[arg-type]


def first_names(candidates: object) -> list[str]:
    return [one.name.partition(", ")[2] for one in candidates]  # type: ignore[attr-defined]


def test_the_nearest_come_first_and_who_met_another_way_is_told_apart(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    proposal = proposing.propose(desk, days.make(desk, wanted(district)))
    told = {one.name: one.why_not for one in proposal.candidates}
    assert told == {"Ibarra, Rosa": "", "Ortiz, Bea": "Has met CCMR another way"}
    rosa = proposal.candidates[0].standing
    assert rosa.missing == "Math 10 points short"
    assert rosa.subjects[1].best == "520 on Oct 4, 2025"
    both = proposing.propose(desk, days.make(desk, wanted(district, whom=days.OPEN)))
    assert first_names(both.candidates) == ["Rosa", "Bea"], "no result stands behind a small gap"
    assert both.proposed == 2


def test_seats_and_fees_are_given_out_in_that_order(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day_id = days.make(desk, wanted(district, whom=days.OPEN, seats=1, covered=1))
    rosa, bea = proposing.propose(desk, day_id).candidates
    assert (rosa.proposed, rosa.covered) == (True, True)
    assert (bea.why_not, bea.covered) == ("No seat left on the list", False)
    seats.put_on(desk, day_id, [ids["Rosa"]], [ids["Rosa"]])
    left = proposing.propose(desk, day_id)
    assert (left.seats_left, left.fees_left) == (0, 0)
    other = days.make(desk, wanted(district)._replace(held_on=date(2027, 3, 20)))
    again = proposing.propose(desk, other).candidates[0]
    assert again.why_not == "Sits on Mar 3, 2027 already"
    assert again.fee.words == "Covered once already"


@pytest.mark.parametrize(
    ("class_of", "on", "repaid"),
    [
        (2027, date(2026, 8, 31), False),
        (2027, date(2026, 9, 1), True),
        (2027, date(2027, 7, 31), True),
        (2028, date(2026, 12, 31), False),
        (2028, date(2027, 1, 1), True),
        (2029, date(2027, 3, 3), False),
    ],
)
def test_the_state_repays_seniors_from_september_and_juniors_from_january(
    class_of: int, on: date, repaid: bool
) -> None:
    assert fees.in_time(class_of, on) is repaid


def test_what_the_district_covers_is_entered_per_year_and_counts_down(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day_id = days.make(desk, wanted(district))
    usual = fees.allowance(desk, MARCH)
    assert (usual.per_student, usual.left, usual.set_by) == (1, None, None)
    fees.enter(desk, 2027, 2, 3)
    seats.put_on(desk, day_id, [ids["Rosa"], ids["Bea"]], [ids["Rosa"]])
    entered = fees.allowance(desk, MARCH)
    assert (entered.per_student, entered.used, entered.left) == (2, 1, 2)
    assert fees.allowance(desk, date(2027, 9, 1)).used == 0, "another school year"
    counselor = desk._replace(actor=district.counselor)
    with pytest.raises(NotAllowed):
        fees.enter(counselor, 2027, 9, None)


def test_rooms_fill_by_last_name_and_keep_accommodations_apart(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day_id = days.make(desk, wanted(district))
    seats.put_on(desk, day_id, [ids[name] for name in ("Rosa", "Abel", "Bea")])
    listed = seats.listed(desk, day_id)
    assert [one.name for one in listed.seats] == ["Ibarra, Rosa", "Nuñez, Abel", "Ortiz, Bea"]
    abel = listed.seats[1]
    seats.arrange(desk, abel.id, None, Needs(("reader",), "quiet corner"), covered=False)
    rooms.set_rooms(desk, day_id, [Room(None, "Library", 1, False), Room(None, "B12", 4, True)])
    assert rooms.fill(desk, day_id) == (2, 1)
    listed = seats.listed(desk, day_id)
    library, small = rooms.filled(desk, listed)
    assert [one.name for one in library.seats] == ["Ibarra, Rosa"]
    assert [one.needs.words for one in small.seats] == ["Reader or text to speech; quiet corner"]
    assert listed.seats[2].room_id is None
    rooms.set_rooms(desk, day_id, [Room(library.id, "Gym", 3, False)])
    assert [one.room_id for one in seats.listed(desk, day_id).seats] == [library.id, None, None]


def test_who_is_taken_off_can_be_put_back_with_what_was_arranged(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day_id = days.make(desk, wanted(district))
    seats.put_on(desk, day_id, [ids["Rosa"]])
    seat_id = seats.listed(desk, day_id).seats[0].id
    seats.arrange(desk, seat_id, None, Needs(("braille",)), covered=True)
    assert seats.take_off(desk, day_id, [ids["Rosa"]]) == 1
    listed = seats.listed(desk, day_id)
    assert (listed.seats, [one.id for one in listed.off]) == ((), [seat_id])
    assert fees.allowance(desk, MARCH).used == 0
    assert seats.put_on(desk, day_id, [ids["Rosa"]]) == 1
    assert seats.listed(desk, day_id).seats[0].needs == Needs(("braille",))


def test_a_result_from_that_day_on_is_told_and_an_earlier_one_is_not(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day_id = days.make(desk, wanted(district)._replace(held_on=date(2026, 10, 7)))
    seats.put_on(desk, day_id, [ids["Rosa"], ids["Abel"]])
    rows = [{"state_id": state_id("Rosa"), "date": "2026-10-07", "ebrw": 510, "math": 530}]
    applied(desk, sat(rows))
    judge(desk, district)
    rosa, abel = seats.listed(desk, day_id).seats
    assert rosa.result.words == "Oct 7, 2026: reading 510, math 530"
    assert rosa.result.opened == ("Reading", "Math")
    assert not abel.result.there, "his score is of 2025"


def test_only_who_reaches_the_campus_finds_the_day_and_only_its_students_sit(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day_id = days.make(desk, wanted(district, south=True))
    counselor = desk._replace(actor=district.counselor)
    with pytest.raises(NotFound):
        days.day(counselor, day_id)
    with pytest.raises(NotFound):
        days.make(counselor, wanted(district, south=True))
    with pytest.raises(NotFound):
        seats.put_on(desk, day_id, [ids["Rosa"]])
    with pytest.raises(NotAllowed):
        days.days(desk._replace(actor=district.auditor))


def test_a_day_that_somebody_else_changed_is_not_overwritten(
    desk: Desk, district: SmallDistrict
) -> None:
    day_id = days.make(desk, wanted(district, where="Cafeteria"))
    days.change(desk, day_id, wanted(district, where="Gym"), 1)
    with pytest.raises(ChangedMeanwhile):
        days.change(desk, day_id, wanted(district, where="Library"), 1)
    assert days.day(desk, day_id).wanted.where == "Gym"
    days.put_away(desk, day_id)
    assert days.day(desk, day_id).deleted
    days.bring_back(desk, day_id)
    assert not days.day(desk, day_id).deleted


def test_accommodations_are_in_no_audit_event(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    day_id = days.make(desk, wanted(district))
    seats.put_on(desk, day_id, [ids["Rosa"]])
    seat_id = seats.listed(desk, day_id).seats[0].id
    seats.arrange(desk, seat_id, None, Needs(("braille",), "sits in front"), covered=False)
    told = [str(one.details) for one in desk.session.query(AuditEvent)]
    assert not any("braille" in one or "front" in one for one in told)
