"""The records office on the screen: the queue, a case from entry to closing, letters, packets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import PrivacyRequest, RequestLetter
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from careercraft.services.records.words import KINDS
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.records.office import STATEMENT, Office, opened

pytestmark = pytest.mark.database
REQUEST = {
    "kind": "access",
    "requester": "Marisol Ibarra",
    "relation": "parent",
    "contact": "12 Mesquite Lane",
    "language": "es",
    "channel": "email",
    "received_on": "2026-11-02",
    "asks": "I want to see everything.",
    "requester_user_id": "",
}


@pytest.fixture
def office(
    district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]
) -> Office:
    return opened(district, desk_of, rosa)


@pytest.fixture
def officer(office: Office, client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.RECORDS_OFFICER)


def case_href(office: Office) -> str:
    office.officer.session.expire_all()
    found = office.officer.session.scalars(
        select(PrivacyRequest).order_by(PrivacyRequest.number.desc())
    ).first()
    return f"/records/cases/{found.id}"


def test_an_empty_queue_says_how_a_request_is_entered(officer: PageClient) -> None:
    assert "Enter a request" in officer.get("/records").get_text()


def test_a_request_is_entered_from_the_students_page_and_stands_in_the_queue(
    office: Office, officer: PageClient
) -> None:
    page = officer.get(f"/students/{office.student_id}")
    href = page.find("a", string="Enter a request")["href"]
    officer.get(href)
    officer.post(href, REQUEST)
    queue = officer.get("/records").get_text()
    assert "Ibarra, Rosa" in queue
    assert KINDS["access"] in queue
    assert "left" in queue or "late" in queue or "due" in queue


def test_what_is_missing_is_said_beside_the_field(office: Office, officer: PageClient) -> None:
    href = f"/records/students/{office.student_id}/new"
    page = officer.post_page(href, REQUEST | {"asks": "", "received_on": ""})
    assert "Enter what they ask." in page.get_text()
    assert "Enter the day" in page.get_text()


def test_a_case_goes_from_entry_to_the_packet_and_is_closed(
    office: Office, officer: PageClient, run_tasks: Callable[[], None]
) -> None:
    officer.post(f"/records/students/{office.student_id}/new", REQUEST)
    case = case_href(office)
    steps = f"{case}/steps"
    officer.post(steps, {"action": "pass_identity", "how": "in_person", "paper_seen": "passport"})
    officer.post(steps, {"action": "accept_standing"})
    officer.post(steps, {"action": "begin_review"})
    where = officer.post(f"{case}/packets").headers["Location"]
    run_tasks()
    page = officer.get(where)
    file = page.find("a", href=lambda href: href and href.endswith("/file"))["href"]
    content = officer.client.get(file).data
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {"record.pdf", "record.json", "tables/evidence.csv"} <= set(names)
    officer.post(steps, {"action": "make_ready"})
    send_letters(office, officer)
    officer.post(steps, {"action": "hand_over", "how": "seen here", "note": "with the mother"})
    assert "Closed: done" in officer.get(case).get_text()
    log = officer.get(f"/records/students/{office.student_id}/disclosures").get_text()
    assert "Marisol Ibarra" in log


def send_letters(office: Office, officer: PageClient) -> None:
    office.officer.session.expire_all()
    waiting = select(RequestLetter.id).where(RequestLetter.sent_at.is_(None))
    for letter_id in office.officer.session.scalars(waiting).all():
        answer = officer.client.get(f"/records/letters/{letter_id}/file")
        assert answer.data.startswith(b"%PDF")
        assert "letter.pdf" in answer.headers["Content-Disposition"]
        officer.post(f"/records/letters/{letter_id}/sent", {"how": "mail"})


def test_a_step_that_something_hinders_is_refused_with_the_reason(
    office: Office, officer: PageClient
) -> None:
    request_id = office.lodge()
    case = f"/records/cases/{request_id}"
    officer.post(f"{case}/steps", {"action": "close_amended"})
    assert "does not lead on" in officer.get(case).get_text()
    officer.post(f"{case}/steps", {"action": "pass_identity"})
    assert "Enter: how." in officer.get(case).get_text()


def test_an_amendment_is_proposed_by_the_director_and_decided_by_the_officer(
    office: Office, officer: PageClient, client_for: Callable[..., PageClient]
) -> None:
    request_id = office.lodge()
    case = f"/records/cases/{request_id}"
    part = {"part": office.part("parts.math").key, "asked": "560", "ground": "inaccurate"}
    officer.post(f"{case}/parts", part | {"why": "The paper says so."})
    office.to_review(request_id)
    item = office.officer.session.scalars(
        select(PrivacyRequest).where(PrivacyRequest.id == request_id)
    ).one()
    item_id = item_of(office, item.id)
    director = client_for(Role.DISTRICT_DIRECTOR)
    grant = {"decision": "grant", "reasons": "The paper was seen."}
    director.post(f"/records/parts/{item_id}/propose", grant)
    officer.post(f"/records/parts/{item_id}/decide", grant)
    officer.post(f"{case}/steps", {"action": "grant"})
    officer.post(f"{case}/steps", {"action": "amend"})
    text = officer.get(case).get_text()
    assert "pinned against files" in text
    assert "amended on request" in officer.get(f"/students/{office.student_id}").get_text()


def item_of(office: Office, request_id: UUID) -> UUID:
    from careercraft.services.records.cases import items_of  # noqa: PLC0415 - once

    return items_of(office.officer, request_id)[0].id


def test_a_hearing_officer_sees_their_own_case_and_no_other(
    office: Office, client_for: Callable[..., PageClient]
) -> None:
    other = office.lodge()
    heard, _ = office.lose("parts.math", "560")
    client = client_for(Role.HEARING_OFFICER)
    assert "Ibarra" in client.get("/records/hearings").get_text()
    client.get(f"/records/hearings/{heard}")
    client.get(f"/records/hearings/{other}", status=404)
    client.get(f"/students/{office.student_id}", status=403)


def test_a_statement_stands_on_the_students_page_and_in_the_roster(
    office: Office, officer: PageClient
) -> None:
    request_id, later = office.lose("parts.math", "560")
    later.step(request_id, "accept_statement", statement=STATEMENT)
    assert STATEMENT in officer.get(f"/students/{office.student_id}").get_text()
    assert STATEMENT in officer.get("/rosters/2027").get_text()


def test_the_calendar_moves_the_deadlines_of_open_cases(
    office: Office, officer: PageClient
) -> None:
    office.lodge()
    before = office.officer.session.scalars(select(PrivacyRequest.due_on)).one()
    officer.post("/records/calendar", {"day": before.isoformat(), "name": "Closed"}, status=303)
    office.officer.session.expire_all()
    assert office.officer.session.scalars(select(PrivacyRequest.due_on)).one() > before
    assert "Closed" in officer.get("/records/calendar").get_text()


def entered(officer: PageClient) -> list[str]:
    """The days in the calendar, as its page lists them."""
    return [one.get_text() for one in officer.get("/records/calendar").select("tbody th")]


def test_a_break_is_entered_by_its_first_and_last_day_without_weekends(
    officer: PageClient,
) -> None:
    said = {"day": "2026-12-31", "last": "2027-01-05", "name": "Winter break"}
    officer.post("/records/calendar", said)
    assert entered(officer) == ["Dec 31, 2026", "Jan 1, 2027", "Jan 4, 2027", "Jan 5, 2027"]
    officer.post("/records/calendar", {"day": "2027-01-01", "name": "New Year"})
    assert len(entered(officer)) == 4
    assert "New Year" in officer.get("/records/calendar").get_text()


@pytest.mark.parametrize(
    ("day", "last", "told"),
    [
        ("2027-01-05", "2027-01-04", "The last day lies before the first."),
        ("2027-01-02", "", "That is a weekend"),
        ("2027-01-02", "2027-01-03", "That is a weekend"),
        ("2027-01-04", "2027-04-15", "A break has 100 days at most."),
        ("2027-01-04", "soon", "Not a valid date value."),
    ],
)
def test_a_break_that_cannot_be_is_not_entered(
    officer: PageClient, day: str, last: str, told: str
) -> None:
    page = officer.post_page("/records/calendar", {"day": day, "last": last, "name": "Break"})
    assert told in page.get_text()
    assert entered(officer) == []


def test_a_break_of_just_the_longest_is_entered(officer: PageClient) -> None:
    officer.post("/records/calendar", {"day": "2027-01-04", "last": "2027-04-14", "name": "Long"})
    assert len(entered(officer)) == 73


def test_a_disclosure_that_lacks_what_its_ground_asks_is_refused(
    office: Office, officer: PageClient
) -> None:
    href = f"/records/students/{office.student_id}/disclosures"
    entry = {
        "basis": "emergency",
        "party": "County hospital",
        "interest": "Treatment",
        "what": "Contact data",
        "on": "2026-11-10",
    }
    page = officer.post_page(href, entry)
    assert "articulable" in page.get_text()
    officer.post(href, entry | {"threat": "An accident; the hospital had to know"})
    assert "County hospital" in officer.get(href).get_text()


def test_the_queue_asks_a_fixed_number_of_questions(
    office: Office,
    officer: PageClient,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    office.lodge()
    officer.get("/records")
    with count_queries() as one:
        officer.get("/records")
    for _ in range(4):
        office.lodge()
    with count_queries() as five:
        officer.get("/records")
    assert five.count == one.count <= 20


def test_the_name_of_a_student_is_not_in_the_title_of_a_case(
    office: Office, officer: PageClient
) -> None:
    page = officer.get(f"/records/cases/{office.lodge()}")
    assert "Ibarra" not in page.title.get_text()
