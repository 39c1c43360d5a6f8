"""Plans, conferences and the time log: what is kept, for whom, and what nobody can overwrite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from careercraft.models import AuditEvent, PlanAction
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.permissions import Role
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import conferences, documents, plan_actions, plan_pages, time_log
from careercraft.services.conferences import Conference
from careercraft.services.context import Desk
from careercraft.services.plan_actions import ChangedMeanwhile, Wanted
from careercraft.services.students.beside import beside
from careercraft.services.students.reasons import WayInWords
from tests.conftest import MOMENT
from tests.documents.reading import text_of
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import silent

TODAY = MOMENT.date()
SecondDesk = Callable[[Actor], Desk]


@pytest.fixture
def counselor(district: SmallDistrict, desk_of: SecondDesk) -> Desk:
    return desk_of(district.counselor)


@pytest.fixture
def rosa_id(desk: Desk, district: SmallDistrict) -> UUID:
    student = add_student(desk.session, desk.keys, district.north)
    desk.session.commit()
    return student.id


@pytest.fixture
def elsewhere(desk: Desk, district: SmallDistrict) -> UUID:
    student = add_student(desk.session, desk.keys, district.south, first_name="Dee")
    desk.session.commit()
    return student.id


def wanted(desk: Desk, what: str = "Retake the SAT", **fields: object) -> Wanted:
    assert desk.actor.user_id
    return Wanted(what, "tsi", desk.actor.user_id, TODAY)._replace(**fields)


def conference(**fields: object) -> Conference:
    return Conference(TODAY, "", "", None, time_log.USUAL_CATEGORY)._replace(**fields)


def test_an_action_is_planned_and_shown_with_its_owner(counselor: Desk, rosa_id: UUID) -> None:
    plan_actions.add(counselor, rosa_id, wanted(counselor))
    (action,) = plan_actions.actions(counselor, rosa_id)
    assert (action.what, action.owner, action.state) == (
        "Retake the SAT",
        "Campus Counselor",
        "planned",
    )


def test_a_print_of_the_plan_lists_what_is_open_and_is_superseded_by_the_next_change(
    counselor: Desk, rosa_id: UUID
) -> None:
    action_id = plan_actions.add(counselor, rosa_id, wanted(counselor, "Retake it"))
    plan_actions.add(counselor, rosa_id, wanted(counselor, "Long done", state="done"))
    asked = documents.ask_for_plan(counselor, rosa_id, "en")
    documents.print_plan(counselor, asked.document_id, silent)
    paper = text_of(documents.download(counselor, asked.document_id)[0])
    assert "Retake it" in paper
    assert "Long done" not in paper
    assert not documents.document(counselor, asked.document_id).superseded
    plan_actions.change(counselor, action_id, wanted(counselor, "Sit the TSIA2"), revision=1)
    assert documents.document(counselor, asked.document_id).superseded


@pytest.mark.parametrize(("days", "overdue"), [(-1, True), (0, False), (1, False)])
def test_an_action_is_overdue_from_the_day_after_its_day(
    counselor: Desk, rosa_id: UUID, days: int, overdue: bool
) -> None:
    due = TODAY + timedelta(days=days)
    plan_actions.add(counselor, rosa_id, wanted(counselor, due_on=due))
    assert plan_actions.actions(counselor, rosa_id)[0].overdue is overdue
    assert beside(counselor, rosa_id).planned == (1, int(overdue), due)


def test_what_is_done_is_no_longer_open_nor_overdue(counselor: Desk, rosa_id: UUID) -> None:
    past = TODAY - timedelta(days=30)
    action_id = plan_actions.add(counselor, rosa_id, wanted(counselor, due_on=past))
    plan_actions.change(counselor, action_id, wanted(counselor, due_on=past, state="done"), 1)
    (action,) = plan_actions.actions(counselor, rosa_id)
    assert (action.is_open, action.overdue) == (False, False)
    assert beside(counselor, rosa_id).planned == (0, 0, None)


def test_two_pages_do_not_overwrite_each_other(counselor: Desk, rosa_id: UUID) -> None:
    action_id = plan_actions.add(counselor, rosa_id, wanted(counselor))
    plan_actions.change(counselor, action_id, wanted(counselor, "Sit the TSIA2"), 1)
    with pytest.raises(ChangedMeanwhile):
        plan_actions.change(counselor, action_id, wanted(counselor, "Sit the ACT"), 1)
    assert plan_actions.actions(counselor, rosa_id)[0].what == "Sit the TSIA2"


def test_an_earlier_wording_is_kept_sealed(counselor: Desk, rosa_id: UUID) -> None:
    action_id = plan_actions.add(counselor, rosa_id, wanted(counselor, "Retake the SAT"))
    plan_actions.change(counselor, action_id, wanted(counselor, "Sit the TSIA2"), 1)
    row = counselor.session.get_one(PlanAction, action_id)
    place = Place("plan_actions", "body_sealed", action_id)
    body = unseal_json(counselor.keys, place, row.body_sealed)
    assert [one["what"] for one in body["earlier"]] == ["Retake the SAT"]
    assert b"SAT" not in row.body_sealed


def test_every_change_of_an_action_is_in_the_audit_trail(counselor: Desk, rosa_id: UUID) -> None:
    action_id = plan_actions.add(counselor, rosa_id, wanted(counselor))
    plan_actions.change(counselor, action_id, wanted(counselor, state="done"), 1)
    events = counselor.session.scalars(select(AuditEvent).where(AuditEvent.object_id == action_id))
    told = {event.action: event.details for event in events}
    assert set(told) == {"plan:action_added", "plan:action_changed"}
    changed = told["plan:action_changed"]
    assert (changed["state_before"], changed["state"]) == ("planned", "done")


def test_nobody_plans_for_a_student_of_another_campus(counselor: Desk, elsewhere: UUID) -> None:
    with pytest.raises(NotFound):
        plan_actions.add(counselor, elsewhere, wanted(counselor))
    with pytest.raises(NotFound):
        conferences.log_conference(counselor, elsewhere, conference(shared="Called."))


def test_work_is_only_given_to_staff_who_may_see_the_student(
    desk: Desk, elsewhere: UUID, district: SmallDistrict
) -> None:
    north_counselor = district.counselor.user_id
    owners = dict(plan_actions.possible_owners(desk, elsewhere))
    assert north_counselor not in owners
    assert desk.actor.user_id in owners
    assert "Auditor" not in owners.values()
    with pytest.raises(NotFound):
        plan_actions.add(desk, elsewhere, wanted(desk, owner_id=north_counselor))


def test_a_shared_note_is_read_by_everyone_who_may_see_the_student(
    counselor: Desk, desk: Desk, rosa_id: UUID
) -> None:
    conferences.log_conference(counselor, rosa_id, conference(shared="Wants to be a nurse."))
    (note,) = conferences.notes(desk, rosa_id)
    assert (note.text, note.author, note.is_own) == (
        "Wants to be a nurse.",
        "Campus Counselor",
        False,
    )


def test_a_note_for_oneself_is_opened_by_its_author_only(
    counselor: Desk, desk: Desk, rosa_id: UUID
) -> None:
    conferences.log_conference(counselor, rosa_id, conference(own="Ask about her brother."))
    assert [note.text for note in conferences.notes(counselor, rosa_id)] == [
        "Ask about her brother."
    ]
    assert conferences.notes(desk, rosa_id) == ()


def test_a_request_to_inspect_the_record_finds_every_note(
    counselor: Desk, desk: Desk, rosa_id: UUID
) -> None:
    conferences.log_conference(counselor, rosa_id, conference(shared="One.", own="Two."))
    (first, *_) = conferences.notes(counselor, rosa_id)
    conferences.withdraw(counselor, first.id)
    assert {note.text for note in conferences.every_note(desk, rosa_id)} == {"One.", "Two."}


def test_a_withdrawn_note_is_gone_for_others_and_can_be_put_back(
    counselor: Desk, desk: Desk, rosa_id: UUID
) -> None:
    conferences.log_conference(counselor, rosa_id, conference(shared="A mistake."))
    (note,) = conferences.notes(counselor, rosa_id)
    conferences.withdraw(counselor, note.id)
    assert conferences.notes(desk, rosa_id) == ()
    assert conferences.notes(counselor, rosa_id)[0].withdrawn
    conferences.restore(counselor, note.id)
    assert [one.text for one in conferences.notes(desk, rosa_id)] == ["A mistake."]


def test_nobody_withdraws_the_note_of_another(counselor: Desk, desk: Desk, rosa_id: UUID) -> None:
    conferences.log_conference(counselor, rosa_id, conference(shared="Mine."))
    (note,) = conferences.notes(counselor, rosa_id)
    with pytest.raises(NotFound):
        conferences.withdraw(desk, note.id)


def test_a_conference_goes_into_the_time_log_in_the_same_step(
    counselor: Desk, rosa_id: UUID
) -> None:
    conferences.log_conference(counselor, rosa_id, conference(shared="Spoke.", minutes=25))
    log = time_log.log_of(counselor)
    (entry,) = log.entries
    assert (entry.minutes, entry.category.id, entry.student_id) == (
        25,
        "individual_planning",
        rosa_id,
    )


def test_the_share_of_the_counseling_program_leaves_out_other_duties(counselor: Desk) -> None:
    time_log.add_entry(counselor, "individual_planning", 80, TODAY)
    time_log.add_entry(counselor, "other_duties", 20, TODAY)
    log = time_log.log_of(counselor)
    assert (log.counseling_minutes, log.minutes, log.minutes_asked_for) == (80, 100, 80)


def test_the_log_is_ones_own(counselor: Desk, desk: Desk) -> None:
    time_log.add_entry(counselor, "system_support", 15, TODAY)
    (entry,) = time_log.log_of(counselor).entries
    assert time_log.log_of(desk).entries == ()
    with pytest.raises(NotFound):
        time_log.remove(desk, entry.id)


def test_a_removed_entry_counts_no_more_but_stays_on_file(counselor: Desk) -> None:
    time_log.add_entry(counselor, "system_support", 15, TODAY)
    (entry,) = time_log.log_of(counselor).entries
    time_log.remove(counselor, entry.id)
    assert time_log.log_of(counselor).minutes == 0
    kept = counselor.session.execute(text("select count(*) from time_entries")).scalar_one()
    assert kept == 1


@pytest.mark.parametrize("minutes", [0, -5, time_log.MOST_MINUTES + 1])
def test_impossible_minutes_are_not_kept(counselor: Desk, minutes: int) -> None:
    with pytest.raises(NotFound):
        time_log.add_entry(counselor, "system_support", minutes, TODAY)


@pytest.mark.parametrize(("day", "known"), [(date(2021, 8, 31), False), (date(2021, 9, 1), True)])
def test_the_share_is_told_from_the_day_it_is_in_force(day: date, known: bool) -> None:
    assert (time_log.share_on(day) is not None) is known


@pytest.mark.parametrize(
    ("day", "begins"),
    [(date(2026, 7, 31), date(2025, 8, 1)), (date(2026, 8, 1), date(2026, 8, 1))],
)
def test_the_log_begins_with_the_school_year(day: date, begins: date) -> None:
    assert time_log.year_begins(day) == begins


def test_a_principal_reads_a_plan_but_does_not_write_it(
    counselor: Desk, desk_of: SecondDesk, district: SmallDistrict, rosa_id: UUID
) -> None:
    from careercraft.services.people import actor_of  # noqa: PLC0415
    from tests.services.staff import user_with  # noqa: PLC0415

    principal = desk_of(actor_of(counselor.session, user_with(counselor, Role.CAMPUS_PRINCIPAL)))
    assert plan_pages.page(principal, rosa_id).may_write is False
    with pytest.raises(NotAllowed):
        plan_actions.add(principal, rosa_id, wanted(principal))


def test_the_two_shortest_ways_are_one_sentence() -> None:
    tsi = WayInWords("TSI", ("Retake the SAT.", "Sit the TSIA2."), all_needed=False)
    course = WayInWords("OnRamps", ("OnRamps course of 3 hours.",), all_needed=True)
    told = plan_pages.in_one_sentence((tsi, course))
    assert told == (
        "Retake the SAT, or sit the TSIA2 (TSI); or OnRamps course of 3 hours (OnRamps)."
    )


def test_nothing_to_do_is_no_sentence() -> None:
    assert plan_pages.in_one_sentence(()) == ""
