"""Documents that are handed in: kept sealed, seen by whoever may, removed and brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from careercraft.filestore import FileMissing
from careercraft.models import Assignment, AuditEvent, Paper
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.keys import KeyDestroyed
from careercraft.privacy.permissions import Role
from careercraft.scans.looking import CannotKeep, Scan
from careercraft.services import imports, students
from careercraft.services.context import Desk
from careercraft.services.imports import typed
from careercraft.services.papers import exporting, keeping, reading, verifying
from careercraft.services.papers.keeping import REMOVED_IS_KEPT, HandedIn
from careercraft.services.papers.reading import PaperQuery
from careercraft.services.people import actor_of
from careercraft.services.retention.forgetting import forget
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import silent

CERTIFICATE = HandedIn("certificate", "C:\\scans\\Rosa Ibarra.pdf", "brought by her mother", "ibc")
DD_FORM_4 = HandedIn("dd_form_4", "dd4.pdf", indicator="military")
SIGNED = {"kind": "enlistment", "evidence": "dd_form_4", "earned_on": "2026-05-03"}
DeskOf = Callable[[Actor], Desk]


@pytest.fixture(autouse=True)
def opened_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take each file for a PDF of two pages; how files are opened is tested with the scans."""
    monkeypatch.setattr(
        keeping, "look_at", lambda given: Scan("application/pdf", given, 2, (b"one", b"two"))
    )


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict) -> UUID:
    found = add_student(desk.session, desk.keys, district.north, local_id="004411")
    desk.session.commit()
    return found.id


def ids_of(desk: Desk, student_id: UUID) -> list[UUID]:
    found = reading.of_student(desk, student_id)
    assert found is not None
    return [one.id for one in found.shown]


def test_a_document_comes_back_as_it_was_handed_in(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    page = reading.page(desk, paper_id)
    assert page.paper.name == "Rosa Ibarra.pdf"
    assert page.paper.note == "brought by her mother"
    assert page.paper.standing == "Received, to be verified"
    taken = reading.download(desk, paper_id)
    assert (taken.content, taken.name) == (b"a certificate", "certificate-2026-11-16.pdf")
    assert reading.page_picture(desk, paper_id, 2) == b"two"


def test_nothing_of_it_lies_in_the_clear(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    paper = desk.session.get_one(Paper, paper_id)
    assert b"Rosa" not in paper.about_sealed
    said = [one.details for one in desk.session.scalars(select(AuditEvent))]
    assert "Rosa" not in str(said)


def test_the_same_file_is_kept_once_per_student(
    desk: Desk, district: SmallDistrict, rosa: UUID
) -> None:
    other = add_student(desk.session, desk.keys, district.north).id
    paper_id = keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    with pytest.raises(CannotKeep, match="kept already: Certificate"):
        keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    assert keeping.keep(desk, other, CERTIFICATE, b"a certificate")
    keeping.remove(desk, paper_id)
    assert keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")


@pytest.mark.parametrize(
    "said",
    [
        CERTIFICATE._replace(kind="a kind that is not there"),
        CERTIFICATE._replace(indicator="military"),
    ],
)
def test_what_a_document_is_has_to_fit(desk: Desk, rosa: UUID, said: HandedIn) -> None:
    with pytest.raises(CannotKeep):
        keeping.keep(desk, rosa, said, b"a certificate")


def test_a_case_of_another_student_is_not_found(desk_of: DeskOf, district: SmallDistrict) -> None:
    officer = desk_of(district.records_officer)
    one = add_student(officer.session, officer.keys, district.north).id
    with pytest.raises(NotFound):
        keeping.keep(officer, one, CERTIFICATE._replace(request_id=uuid4()), b"x")


def test_confidential_papers_are_there_only_for_whoever_works_with_the_evidence(
    desk: Desk, desk_of: DeskOf, district: SmallDistrict, rosa: UUID
) -> None:
    paper_id = keeping.keep(desk, rosa, DD_FORM_4, b"a form")
    assert ids_of(desk_of(district.counselor), rosa) == [paper_id]
    principal = desk_of(district.principal)
    assert ids_of(principal, rosa) == []
    for look in (reading.page, reading.download, lambda d, i: reading.page_picture(d, i, 1)):
        with pytest.raises(NotFound):
            look(principal, paper_id)
    assert reading.listed(principal, PaperQuery()).total == 0
    assert reading.listed(desk, PaperQuery(kind="dd_form_4")).total == 1


def test_a_principal_sees_and_does_not_hand_in(
    desk: Desk, desk_of: DeskOf, district: SmallDistrict, rosa: UUID
) -> None:
    keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    principal = desk_of(district.principal)
    assert len(ids_of(principal, rosa)) == 1
    with pytest.raises(NotAllowed):
        keeping.keep(principal, rosa, CERTIFICATE, b"another")


def test_a_counselor_finds_none_of_another_campus(
    desk: Desk, desk_of: DeskOf, district: SmallDistrict
) -> None:
    south = add_student(desk.session, desk.keys, district.south).id
    paper_id = keeping.keep(desk, south, CERTIFICATE, b"a certificate")
    counselor = desk_of(district.counselor)
    for change in (keeping.remove, keeping.restore, reading.page):
        with pytest.raises(NotFound):
            change(counselor, paper_id)
    assert reading.listed(counselor, PaperQuery()).total == 0
    assert reading.listed(desk, PaperQuery()).total == 1


def test_what_was_removed_can_be_brought_back_until_its_last_day(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    keeping.remove(desk, paper_id)
    with pytest.raises(NotFound):
        reading.page(desk, paper_id)
    on_the_last_day = desk._replace(now=desk.now + REMOVED_IS_KEPT)
    assert keeping.destroy_overdue(on_the_last_day) == 0
    keeping.restore(on_the_last_day, paper_id)
    assert reading.download(desk, paper_id).content == b"a certificate"


def test_after_that_its_content_and_its_words_are_destroyed(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    keeping.remove(desk, paper_id)
    later = desk._replace(now=desk.now + REMOVED_IS_KEPT + timedelta(seconds=1))
    assert keeping.destroy_overdue(later) == 1
    paper = desk.session.get_one(Paper, paper_id)
    assert keeping.about_of(desk, paper).name == ""
    with pytest.raises(NotFound):
        keeping.content_of(desk, paper)
    with pytest.raises(NotFound):
        keeping.restore(later, paper_id)
    assert reading.of_student(desk, rosa) == reading.OfStudent(
        (),
        (),
        True,
        reading.of_student(desk, rosa).showable,  # type: ignore[union-attr]
    )


def test_what_a_document_says_becomes_evidence_read_in_it(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, DD_FORM_4, b"a form")
    student_id, done = verifying.type_in(desk, paper_id, SIGNED)
    (line,) = students.judged(desk, rosa).evidence.values()
    assert (student_id, line.file_name) == (
        rosa,
        "DD Form 4 (enlistment), handed in on Nov 16, 2026",
    )
    view = reading.page(desk, paper_id).paper
    assert (view.standing, view.evidence_id) == ("Verified", line.id)
    imports.ask_to_undo(desk, done.batch_id)
    imports.undo(desk, done.batch_id, silent)
    assert "undone" in reading.page(desk, paper_id).paper.standing


def test_an_entry_with_a_mistake_leaves_the_document_waiting(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, DD_FORM_4, b"a form")
    with pytest.raises(typed.Mistaken):
        verifying.type_in(desk, paper_id, SIGNED | {"earned_on": "some day"})
    assert reading.page(desk, paper_id).paper.state == "received"


def test_a_document_stands_behind_an_entry_that_is_on_file(
    desk: Desk, district: SmallDistrict, rosa: UUID
) -> None:
    typed.enter(desk, rosa, "careercraft_credentials", SIGNED, "an earlier paper")
    (fact,) = students.judged(desk, rosa).evidence.values()
    paper_id = keeping.keep(desk, rosa, DD_FORM_4, b"a form")
    other = add_student(desk.session, desk.keys, district.north).id
    theirs = keeping.keep(desk, other, DD_FORM_4, b"another form")
    with pytest.raises(NotFound):
        verifying.shows(desk, theirs, fact.id)
    with pytest.raises(verifying.NothingChosen):
        verifying.shows(desk, paper_id, None)
    verifying.shows(desk, paper_id, fact.id)
    found = reading.of_student(desk, rosa)
    assert found is not None
    assert [one.id for one in found.of_evidence(fact.id)] == [paper_id]


def test_the_same_fact_typed_again_is_the_one_on_file(desk: Desk, rosa: UUID) -> None:
    typed.enter(desk, rosa, "careercraft_credentials", SIGNED, "an earlier paper")
    (fact,) = students.judged(desk, rosa).evidence.values()
    paper_id = keeping.keep(desk, rosa, DD_FORM_4, b"a form")
    verifying.type_in(desk, paper_id, SIGNED)
    assert reading.page(desk, paper_id).paper.evidence_id == fact.id


def test_a_document_is_turned_down_with_a_reason(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    with pytest.raises(verifying.NothingChosen):
        verifying.turn_down(desk, paper_id, "  ")
    verifying.turn_down(desk, paper_id, "no signature")
    view = reading.page(desk, paper_id).paper
    assert (view.state, view.reason, view.note) == (
        "turned_down",
        "no signature",
        "brought by her mother",
    )


def test_whoever_does_not_type_evidence_verifies_nothing(
    desk: Desk, desk_of: DeskOf, district: SmallDistrict, rosa: UUID
) -> None:
    paper_id = keeping.keep(desk, rosa, CERTIFICATE, b"a certificate")
    principal = desk_of(district.principal)
    with pytest.raises(NotAllowed):
        verifying.turn_down(principal, paper_id, "no")
    with pytest.raises(NotAllowed):
        verifying.shows(principal, paper_id, None)


def test_the_list_is_narrowed_and_its_counts_are_those_of_its_tabs(
    desk: Desk, district: SmallDistrict, rosa: UUID
) -> None:
    young = add_student(desk.session, desk.keys, district.south, class_of=2029).id
    first = keeping.keep(desk, rosa, CERTIFICATE, b"1")
    keeping.keep(desk, young, DD_FORM_4, b"2")
    verifying.turn_down(desk, first, "no")
    found = reading.listed(desk, PaperQuery())
    assert found.by_state == {"received": 1, "confirmed": 0, "turned_down": 1}
    for query, total in (
        (PaperQuery(campus_id=district.south.id), 1),
        (PaperQuery(class_of=2029), 1),
        (PaperQuery(state="turned_down"), 1),
        (PaperQuery(kind="certificate", class_of=2029), 0),
    ):
        assert reading.listed(desk, query).total == total
    assert exporting.sentence(reading.listed(desk, PaperQuery(class_of=2029))) == (
        "Documents, class of 2029: 1 document"
    )
    assert b"Ibarra" in exporting.export(desk, PaperQuery(), "csv").content


def test_as_many_questions_for_many_documents_as_for_one(
    desk: Desk, rosa: UUID, count_queries: Callable[..., object]
) -> None:
    keeping.keep(desk, rosa, CERTIFICATE, b"1")
    counts = []
    for number in range(2):
        with count_queries() as counted:  # type: ignore[attr-defined]
            reading.of_student(desk, rosa)
        counts.append(counted.count)
        for more in range(5):
            keeping.keep(desk, rosa, CERTIFICATE, b"%d%d" % (number, more))
    assert counts[0] == counts[1] <= 3


def test_a_forgotten_student_leaves_no_document(desk: Desk, rosa: UUID) -> None:
    paper_id = keeping.keep(desk, rosa, DD_FORM_4, b"1")
    verifying.type_in(desk, paper_id, SIGNED)
    forget(desk, rosa, silent)
    assert desk.session.get(Paper, paper_id) is None
    for area in (keeping.STORE, keeping.DRAWN_STORE):
        with pytest.raises((FileMissing, KeyDestroyed)):
            desk.files.get(desk.keys, area, paper_id)


def test_the_program_principal_hands_in_and_does_not_verify(
    desk: Desk, desk_of: DeskOf, district: SmallDistrict, rosa: UUID
) -> None:
    held = Assignment.role == Role.PROGRAM_PRINCIPAL.value
    user = desk.session.scalars(select(Assignment.user_id).where(held)).one()
    theirs = desk_of(actor_of(desk.session, user))
    paper_id = keeping.keep(theirs, rosa, CERTIFICATE, b"1")
    with pytest.raises(NotAllowed):
        verifying.turn_down(theirs, paper_id, "no")
