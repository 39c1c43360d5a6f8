"""A lost hearing leaves the family a statement, which goes with the part wherever it is shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from careercraft.models import Student
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.cases.steps import Refused
from careercraft.services import documents, outcomes
from careercraft.services.api import records as api_records
from careercraft.services.certifications import page as certification_page
from careercraft.services.chase import listing
from careercraft.services.chase.listing import ChaseQuery
from careercraft.services.history import page as history_page
from careercraft.services.imports import typed
from careercraft.services.papers import evidence_packet, keeping, verifying
from careercraft.services.papers.keeping import HandedIn
from careercraft.services.records import case_page, contested, packets, steps
from careercraft.services.records.disclosures import Recipient
from careercraft.services.rosters import RosterQuery, find, marked, students_of
from careercraft.services.rosters import export as roster_export
from careercraft.services.rosters import paper as roster_paper
from careercraft.services.students import pages as student_pages
from careercraft.services.supposing import many, one
from careercraft.services.testing import days, paper, proposing, seats
from careercraft.services.testing.days import Wanted
from tests.documents.reading import text_of
from tests.papers import pdf
from tests.services.records.office import STATEMENT, Office
from tests.services.uploads import silent

pytestmark = pytest.mark.database
Rendered = Callable[[Office], str]


def with_statement(office: Office) -> Office:
    request_id, later = office.lose("parts.math", "560")
    later.step(request_id, "accept_statement", statement=STATEMENT)
    return later


def student_page(office: Office) -> str:
    return str(student_pages.view(office.officer, office.student_id))


def printed_plan(office: Office) -> str:
    asked = documents.ask_for_plan(office.officer, office.student_id, "en")
    documents.print_plan(office.officer, asked.document_id, silent)
    return text_of(documents.download(office.officer, asked.document_id)[0])


def roster(office: Office) -> str:
    return str(marked.roster(office.officer, find(office.officer, RosterQuery(2027))))


def roster_file(office: Office) -> str:
    return roster_export.export(office.officer, RosterQuery(2027), "csv").content.decode()


def roster_on_paper(office: Office) -> str:
    printed = roster_paper.print_roster(office.officer, RosterQuery(2027), presenting=False)
    return text_of(printed.content)


def programs(office: Office) -> str:
    asked = api_records.Asked()
    pages = [
        read(office.officer, asked).records
        for read in (api_records.students, api_records.outcomes, api_records.evidence)
    ]
    assert all(STATEMENT in str(page) for page in pages if page)
    return str(pages)


def proposal_for_a_test(office: Office) -> str:
    return str(proposing.propose(office.director, planned_day(office)))


def list_of_a_testing_day(office: Office) -> str:
    day_id = planned_day(office)
    seats.put_on(office.director, day_id, [office.student_id])
    return paper.export(office.director, day_id, "csv").content.decode()


def planned_day(office: Office) -> UUID:
    campus = office.director.session.get_one(Student, office.student_id).campus_id
    wanted = Wanted(campus, "ACT", "both", date(2027, 3, 3), (2027,), days.OPEN)
    return days.make(office.director, wanted)


def packet(office: Office) -> str:
    request_id = office.lodge(Kind.ACCESS)
    office.to_review(request_id)
    asked = packets.ask(office.officer, request_id)
    packets.build(office.officer, asked.packet_id, silent)
    content = packets.download(office.officer, asked.packet_id)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paper = text_of(archive.read("record.pdf"))
        assert STATEMENT.split(".")[0] in " ".join(paper.split())
        return archive.read("tables/marks.csv").decode()


def page_of_the_case(office: Office) -> str:
    office.officer.session.expire_all()
    first = next(iter(office.officer.session.query(case_page.PrivacyRequest.id)))[0]
    return str(case_page.page(office.officer, first))


def what_if_of_one(office: Office) -> str:
    return str(one.what_if(office.officer, office.student_id, ()))


def what_if_of_a_set(office: Office) -> str:
    ids = students_of(office.officer, RosterQuery(2027))
    return str(many.what_if(office.officer, 2027, ids, ()))


def history_of_the_record(office: Office) -> str:
    return str(history_page.history(office.officer, office.student_id, history_page.Asked()))


def certifications(office: Office) -> str:
    return str(certification_page.page(office.officer, office.student_id))


def evidence_chase(office: Office) -> str:
    officer = office.officer
    typed.enter(
        officer,
        office.student_id,
        "careercraft_credentials",
        {"kind": "enlistment", "evidence": "peims", "earned_on": "2026-05-03"},
        "PEIMS",
    )
    campus_id = officer.session.get_one(Student, office.student_id).campus_id
    outcomes.recompute_campus(officer, campus_id, silent)
    return str(listing.chase(officer, ChaseQuery(2027, everyone=True)))


def evidence_for_an_audit(office: Office) -> str:
    wanted = evidence_packet.Wanted("audit", Recipient("TEA", "Audit", ""))
    made = evidence_packet.make(office.officer, office.student_id, wanted)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return archive.read("tables/marks.csv").decode()


def document_to_verify(office: Office) -> str:
    said = HandedIn("certificate", "a.pdf")
    paper_id = keeping.keep(office.officer, office.student_id, said, pdf())
    return str(verifying.verify_page(office.officer, paper_id))


SHOWN_BY: dict[str, Rendered] = {
    "careercraft.services.students.pages": student_page,
    "careercraft.services.documents": printed_plan,
    "careercraft.services.rosters.marked": roster,
    "careercraft.services.api.records": programs,
    "careercraft.services.rosters.export": roster_file,
    "careercraft.services.rosters.paper": roster_on_paper,
    "careercraft.services.supposing.one": what_if_of_one,
    "careercraft.services.supposing.many": what_if_of_a_set,
    "careercraft.services.certifications.page": certifications,
    "careercraft.services.history.page": history_of_the_record,
    "careercraft.services.testing.proposing": proposal_for_a_test,
    "careercraft.services.testing.seats": list_of_a_testing_day,
    "careercraft.services.chase.listing": evidence_chase,
    "careercraft.services.papers.evidence_packet": evidence_for_an_audit,
    "careercraft.services.papers.verifying": document_to_verify,
    "careercraft.services.records.packet_parts": packet,
    "careercraft.services.records.case_page": page_of_the_case,
}


def test_every_renderer_is_tried() -> None:
    assert SHOWN_BY.keys() == contested.RENDERERS.keys()


@pytest.mark.parametrize("renderer", contested.RENDERERS)
def test_a_statement_appears_in(renderer: str, office: Office) -> None:
    shown = SHOWN_BY[renderer](with_statement(office))
    assert STATEMENT in " ".join(shown.split())


def test_nobody_elses_record_carries_the_statement(office: Office) -> None:
    later = with_statement(office)
    assert contested.marks_of(later.officer, later.district.north.id) == contested.NO_MARKS


def test_the_case_is_closed_only_with_the_statement_and_every_letter(office: Office) -> None:
    request_id, later = office.lose("parts.math", "560")
    later.step(request_id, "accept_statement", statement=STATEMENT)
    with pytest.raises(Refused) as told:
        later.step(request_id, "close_with_statement")
    assert "Send the letter first." in told.value.sentences
    later.send_all(request_id)
    later.step(request_id, "close_with_statement")
    assert later.request(request_id).closed_at is not None


def test_whoever_proposed_cannot_decide_and_nobody_hears_twice(office: Office) -> None:
    request_id = office.lodge()
    item_id = office.contest(request_id, "parts.math", "560")
    office.to_review(request_id)
    steps.propose(office.officer, item_id, "deny", "No paper.")
    with pytest.raises(Refused) as told:
        steps.decide(office.officer, item_id, "deny", "No paper.")
    office.officer.session.rollback()  # as the end of a refused request does; it holds the case
    assert "another person decides" in told.value.sentences[0]
    steps.propose(office.director, item_id, "deny", "No paper.")
    steps.decide(office.officer, item_id, "deny", "No paper.")
    office.step(request_id, "deny")
    office.send_all(request_id)
    office.step(request_id, "send_denial")
    office.step(request_id, "request_hearing", note="asked")
    with pytest.raises(Refused) as told:
        office.step(
            request_id,
            "schedule_hearing",
            officer=str(office.director.actor.user_id),
            hearing_on="2026-12-20",
            hearing_at="4 pm",
            place="Board room",
        )
    assert "cannot hear" in told.value.sentences[0]


def test_a_closed_case_is_never_changed_and_a_new_one_points_to_it(office: Office) -> None:
    from careercraft.services.records import lodging  # noqa: PLC0415 - only here

    request_id = office.lodge()
    office.step(request_id, "withdraw", how="phone", note="no longer wanted")
    with pytest.raises(Refused):
        lodging.take(office.officer, request_id)
    again = lodging.reopen(office.officer, request_id)
    assert office.request(again).opened_from == request_id
