"""Facts typed from documents: checked like a file, named with their source, undone like a file."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent, Evidence, ImportBatch
from careercraft.privacy.access import NotAllowed, NotFound
from careercraft.services import imports, sources, students
from careercraft.services.context import Desk
from careercraft.services.imports import typed
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import silent

CREDENTIAL = "careercraft_credentials"
ENLISTED = {"kind": "enlistment", "evidence": "dd_form_4", "earned_on": "2026-05-03"}
DOCUMENT = "DD Form 4, May 3, 2026"


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict) -> UUID:
    found = add_student(desk.session, desk.keys, district.north)
    add_student(desk.session, desk.keys, district.north)
    desk.session.commit()
    return found.id


def test_what_was_typed_stands_on_the_students_page_with_its_source(desk: Desk, rosa: UUID) -> None:
    typed.enter(desk, rosa, CREDENTIAL, ENLISTED, DOCUMENT)
    (view,) = students.judged(desk, rosa).evidence.values()
    assert view.payload == {"evidence": "dd_form_4", "on": "2026-05-03"}
    assert view.source_title == "Typed in from a document"
    assert view.file_name == DOCUMENT


def test_one_of_two_students_of_the_same_name_is_meant(desk: Desk, rosa: UUID) -> None:
    typed.enter(desk, rosa, CREDENTIAL, ENLISTED, DOCUMENT)
    assert desk.session.scalars(select(Evidence.student_id)).all() == [rosa]


def test_it_is_undone_like_a_file(desk: Desk, rosa: UUID) -> None:
    done = typed.enter(desk, rosa, CREDENTIAL, ENLISTED, DOCUMENT)
    imports.ask_to_undo(desk, done.batch_id)
    imports.undo(desk, done.batch_id, silent)
    assert not students.judged(desk, rosa).evidence


def test_one_entry_does_not_make_a_kind_known(desk: Desk, rosa: UUID) -> None:
    done = typed.enter(desk, rosa, CREDENTIAL, ENLISTED, DOCUMENT)
    assert desk.session.get_one(ImportBatch, done.batch_id).counts["covers"] == []
    assert "enlistment" not in sources.known_kinds(desk.session)


@pytest.mark.parametrize(
    ("said", "document", "words"),
    [
        (ENLISTED, "  ", "The document it was typed from."),
        ({"kind": "enlistment"}, DOCUMENT, ""),
        ({}, DOCUMENT, ""),
        (ENLISTED | {"earned_on": "soon"}, DOCUMENT, ""),
    ],
)
def test_what_cannot_be_used_comes_back_with_what_is_missing(
    desk: Desk, rosa: UUID, said: dict[str, str], document: str, words: str
) -> None:
    with pytest.raises(typed.Mistaken) as attempt:
        typed.enter(desk, rosa, CREDENTIAL, said, document)
    page = attempt.value.page
    assert page.mistakes or any(field.mistake for field in page.fields)
    assert words in " ".join(page.mistakes)
    assert {field.name: field.value for field in page.fields if field.value} == said
    assert not desk.session.scalars(select(Evidence)).all()


def test_that_it_was_typed_is_recorded_with_the_reason_to_see_the_student(
    desk: Desk, rosa: UUID
) -> None:
    typed.enter(desk, rosa, CREDENTIAL, ENLISTED, DOCUMENT)
    query = select(AuditEvent).where(AuditEvent.action == "evidence:typed")
    found = desk.session.scalars(query).one()
    assert found.details == {"student_id": str(rosa), "kind": "enlistment"}
    assert found.reason


def test_a_counselor_types_for_the_own_students_only(
    desk: Desk, district: SmallDistrict, rosa: UUID
) -> None:
    counselor = desk._replace(actor=district.counselor)
    typed.enter(counselor, rosa, CREDENTIAL, ENLISTED, DOCUMENT)
    elsewhere = add_student(desk.session, desk.keys, district.south, local_id="9").id
    desk.session.commit()
    for try_ in (typed.entry, lambda *a: typed.enter(*a, ENLISTED, DOCUMENT)):
        with pytest.raises(NotFound):
            try_(counselor, elsewhere, CREDENTIAL)


@pytest.mark.parametrize("kind", ["careercraft_students", "careercraft_state_listing", "sat", ""])
def test_what_cannot_be_typed_is_not_found(desk: Desk, rosa: UUID, kind: str) -> None:
    with pytest.raises(NotFound):
        typed.entry(desk, rosa, kind)


def test_a_principal_may_not_type(desk: Desk, district: SmallDistrict, rosa: UUID) -> None:
    with pytest.raises(NotAllowed):
        typed.entry(desk._replace(actor=district.principal), rosa, CREDENTIAL)


def test_every_kind_has_its_form(desk: Desk, rosa: UUID) -> None:
    assert len(typed.kinds()) >= 5
    for kind in typed.kinds():
        page = typed.entry(desk, rosa, kind.id)
        assert page.fields
        assert all(field.label for field in page.fields)
