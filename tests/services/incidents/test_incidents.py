"""An incident from the report to its closing; who is affected; what is sent; who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent, Incident, IncidentStudent
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.audit import named_in
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.incidents.facts import Duty
from careercraft.services.context import Desk
from careercraft.services.incidents import affected, letters, opening, page, steps, store
from careercraft.services.records import packet_more
from tests.documents.reading import opened as pdf_of
from tests.documents.reading import text_of
from tests.seed import SmallDistrict
from tests.services.incidents.office import (
    ANSWERS,
    Office,
    contained,
    opened,
    reported,
    saw,
    search,
    take,
    took_a_roster,
    whole_report,
    with_letters,
)


@pytest.fixture
def office(district: SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Office:
    return opened(district, desk_of)


def clock_words(office: Office, incident_id: object) -> dict[str, str]:
    found = page.page(office.officer, incident_id)
    return {one.title: one.words for one in found.clocks}


def test_anybody_on_the_staff_reports_and_the_clocks_run_from_what_they_say(
    office: Office,
) -> None:
    incident_id = reported(office)
    assert clock_words(office, incident_id)["Report to the state"] == "47 hours left"
    row = page.listing(office.officer)[0]
    assert (row.id, row.next_.title) == (incident_id, "Tell the district's coordinator")
    with pytest.raises(NotAllowed):
        page.page(office.counselor, incident_id)


@pytest.mark.parametrize("missing", ["title", "what", "discovered_at"])
def test_a_report_without_what_it_needs_is_refused(office: Office, missing: str) -> None:
    now = office.counselor.now
    noticed = opening.Noticed("A list", "It was sent.", now)
    wrong = {"title": " ", "what": "", "discovered_at": now + timedelta(minutes=1)}
    with pytest.raises(Refused):
        opening.report(office.counselor, noticed._replace(**{missing: wrong[missing]}))


def test_those_affected_are_whom_the_account_saw_or_took_in_that_time(office: Office) -> None:
    saw(office, office.rosa)
    incident_id = reported(office)
    take(office.officer, incident_id, "confirm")
    found = affected.add_from_trail(office.officer, incident_id, search(office))
    assert (found.students, found.added, found.entries, found.silent) == (1, 1, 1, 0)
    took_a_roster(office)
    more = affected.add_from_trail(office.officer, incident_id, search(office))
    assert (more.students, more.added) == (2, 1)
    others = search(office)._replace(account=office.director.actor.user_id)
    assert affected.add_from_trail(office.officer, incident_id, others).students == 0
    before = search(office)._replace(until=office.counselor.now - timedelta(seconds=1))
    assert affected.add_from_trail(office.officer, incident_id, before).students == 0


def test_the_window_holds_both_its_ends(office: Office) -> None:
    saw(office, office.rosa)
    incident_id = reported(office)
    take(office.officer, incident_id, "confirm")
    at = office.counselor.now
    exactly = search(office)._replace(since=at, until=at)
    assert affected.add_from_trail(office.officer, incident_id, exactly).students == 1


def test_one_entry_of_the_trail_names_whom_a_list_held(office: Office) -> None:
    took_a_roster(office)
    session = office.officer.session
    query = select(AuditEvent.number).where(AuditEvent.action == Event.LIST_EXPORTED.value)
    number = session.scalars(query).one()
    incident_id = reported(office)
    take(office.officer, incident_id, "confirm")
    assert affected.add_from_entry(office.officer, incident_id, number).added == 2
    with pytest.raises(Refused):
        affected.add_from_entry(office.officer, incident_id, 10**9)


def test_an_entry_that_does_not_say_whom_it_showed_is_told_and_not_guessed(
    office: Office,
) -> None:
    office.counselor.record(Event.ROSTER_VIEWED, "class", details={"shown": 7})
    office.counselor.session.commit()
    incident_id = reported(office)
    take(office.officer, incident_id, "confirm")
    found = affected.add_from_trail(office.officer, incident_id, search(office))
    assert (found.students, found.entries, found.silent) == (0, 1, 1)


def test_what_a_search_brought_can_be_taken_back_until_letters_are_sent(office: Office) -> None:
    incident_id = with_letters(office)
    found_by = office.officer.session.scalars(select(IncidentStudent.found_by)).first()
    letters.send(office.officer, incident_id, "mail")
    with pytest.raises(Refused):
        affected.take_back(office.officer, incident_id, found_by)


def test_taking_back_empties_the_list_and_unsettles_it(office: Office) -> None:
    incident_id = contained(office)
    found_by = office.officer.session.scalars(select(IncidentStudent.found_by)).first()
    assert affected.take_back(office.officer, incident_id, found_by) == 2
    row = office.officer.session.get_one(Incident, incident_id)
    assert row.affected is None


def test_letters_are_in_the_language_of_the_home_and_tagged(office: Office) -> None:
    incident_id = with_letters(office)
    content = letters.all_of_them(office.officer, incident_id)
    told = text_of(content)
    assert "concerns your school record" in told
    assert "A los padres o tutores de Luz Ibarra" in told
    assert "occurred: en breve." in told
    with pdf_of(content) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.Root.StructTreeRoot.K) >= 1


def test_a_changed_report_lays_the_unsent_letters_out_anew(office: Office) -> None:
    incident_id = with_letters(office)
    report = whole_report(office)
    report["en"]["advice"] = "Watch your mail."
    steps.write_report(office.officer, incident_id, report)
    with pytest.raises(NotFound):
        letters.all_of_them(office.officer, incident_id)
    letters.prepare(office.officer, incident_id, lambda _done, _total: None)
    assert "Watch your mail." in text_of(letters.all_of_them(office.officer, incident_id))


def test_an_incident_closes_only_when_all_is_done_and_by_another_person(office: Office) -> None:
    incident_id = with_letters(office)
    with pytest.raises(Refused):
        take(office.director, incident_id, "end", "close")
    letters.send(office.officer, incident_id, "mail")
    told = [f"tell_{one}" for one in (Duty.VENDOR, Duty.STATE, Duty.EDUCATION_AGENCY)]
    take(office.officer, incident_id, *told, f"tell_{Duty.ROOT_CAUSE}")
    with pytest.raises(Refused) as refused:
        take(office.officer, incident_id, "close")
    assert any("another person" in one for one in refused.value.sentences)
    take(office.director, incident_id, "close")
    found = page.page(office.officer, incident_id)
    assert found.closed
    assert {one.urgency for one in found.clocks} <= {"done", "off"}
    with pytest.raises(Refused):
        take(office.director, incident_id, "note")


def test_the_report_is_no_file_before_it_is_complete_and_names_no_student(office: Office) -> None:
    incident_id = contained(office)
    written = text_of(letters.report_pdf(office.officer, incident_id))
    assert "People affected" in written
    assert "Rosa" not in written
    report = whole_report(office)
    report["en"]["contact"] = "  "
    steps.write_report(office.officer, incident_id, report)
    with pytest.raises(Refused, match="cannot be taken now"):
        letters.report_pdf(office.officer, incident_id)


def test_what_is_done_stands_in_the_trail_with_whom_it_concerns(office: Office) -> None:
    incident_id = with_letters(office)
    letters.send(office.officer, incident_id, "mail")
    query = select(AuditEvent).where(AuditEvent.object_id == incident_id)
    done = {row.details.get("action"): row for row in office.officer.session.scalars(query)}
    assert {"report", "confirm", "settle", "write_report", "send_letters"} <= done.keys()
    both = {office.rosa.id, office.luz.id}
    assert named_in(done["send_letters"].details) == both
    assert ANSWERS["what"] not in str([row.details for row in done.values()])


def test_the_packet_of_an_affected_student_tells_of_the_incident(office: Office) -> None:
    contained(office)
    part = packet_more.incidents(office.officer, office.rosa)
    assert part.rows[0][0] == "1"
    assert part.rows[0][4] == "not sent"


def test_the_list_asks_for_no_student(office: Office, desk_of: Callable[[Actor], Desk]) -> None:
    incident_id = contained(office)
    district_auditor = office.officer._replace(actor=office.officer.actor)
    assert "Ibarra" not in repr(page.listing(district_auditor))
    assert store.visible(office.officer, incident_id).affected == 2
