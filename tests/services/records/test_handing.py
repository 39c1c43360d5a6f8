"""What goes outside stands in the record of disclosures; the school's own work costs no word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent, Disclosure, Student
from careercraft.privacy.access import Actor
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.services import documents
from careercraft.services.context import Desk, Handed
from careercraft.services.records import disclosed, disclosures
from careercraft.services.records.disclosed import Asked
from careercraft.services.rosters import RosterQuery
from careercraft.services.rosters import export as roster_export
from tests.seed import SmallDistrict, add_student

COLLEGE = Handed("transfer", "Angelina College", "Enrollment of the student")


@pytest.fixture
def rosa_there(desk: Desk, district: SmallDistrict) -> Student:
    student = add_student(desk.session, desk.keys, district.north)
    add_student(desk.session, desk.keys, district.south, first_name="Otto", class_of=2028)
    desk.session.commit()
    return student


def entries(desk: Desk) -> list[tuple[str, object]]:
    rows = desk.session.execute(select(Disclosure.basis, Disclosure.student_id))
    return [(row.basis, row.student_id) for row in rows]


def export(desk: Desk) -> None:
    roster_export.export(desk, RosterQuery(2027), "csv")


def printed(desk: Desk, student: Student, kind: str) -> documents.Asked:
    asked = documents.ask_for_plan(desk, student.id, "en", kind)
    documents.print_plan(desk, asked.document_id, lambda _done, _total: None)
    return asked


def test_an_export_for_the_schools_own_work_enters_nothing(desk: Desk, rosa_there: Student) -> None:
    export(desk)
    assert entries(desk) == []


def test_an_export_for_somebody_outside_is_entered_for_each_student_of_the_list(
    desk: Desk, rosa_there: Student
) -> None:
    export(desk._replace(handed=COLLEGE))
    assert entries(desk) == [("transfer", rosa_there.id)]
    view = disclosures.listed(desk, rosa_there.id)[0]
    assert (view.party, view.interest) == ("Angelina College", "Enrollment of the student")
    assert "Roster, class of 2027" in view.what


@pytest.mark.parametrize(
    "handed",
    [
        COLLEGE._replace(party=""),
        COLLEGE._replace(interest=""),
        COLLEGE._replace(basis="because"),
        Handed("consent", "A newspaper", "A story"),
    ],
)
def test_without_whom_why_or_what_the_ground_asks_nothing_leaves(
    desk: Desk, rosa_there: Student, handed: Handed
) -> None:
    with pytest.raises(Refused):
        export(desk._replace(handed=handed))
    desk.session.rollback()
    taken = select(AuditEvent).where(AuditEvent.action == Event.LIST_EXPORTED.value)
    assert desk.session.scalars(taken).first() is None
    assert entries(desk) == []


def test_what_the_ground_asks_for_is_kept_with_the_entry(desk: Desk, rosa_there: Student) -> None:
    export(desk._replace(handed=Handed("consent", "A newspaper", "A story", "Nov 2, 2026")))
    view = disclosures.listed(desk, rosa_there.id)[0]
    assert view.more == (("Date of the written consent", "Nov 2, 2026"),)


def test_a_letter_to_the_family_is_entered_once_and_a_plan_only_where_it_goes_outside(
    desk: Desk, rosa_there: Student
) -> None:
    plan = printed(desk, rosa_there, "student_plan")
    documents.download(desk, plan.document_id)
    assert entries(desk) == []
    documents.download(desk._replace(handed=COLLEGE), plan.document_id)
    letter = printed(desk, rosa_there, "family_letter")
    for _ in range(2):
        documents.download(desk, letter.document_id)
    assert sorted(basis for basis, _ in entries(desk)) == ["parent_or_student", "transfer"]


def test_the_records_officer_lists_every_disclosure_and_takes_the_list_away(
    desk: Desk,
    district: SmallDistrict,
    desk_of: Callable[[Actor], Desk],
    rosa_there: Student,
) -> None:
    export(desk._replace(handed=COLLEGE))
    officer = desk_of(district.records_officer)
    found = disclosed.page(officer, Asked(basis="transfer"))
    assert [(one.student, one.disclosure.party) for one in found.lines] == [
        ("Ibarra, Rosa", "Angelina College")
    ]
    assert disclosed.page(officer, Asked(basis="court")).total == 0
    assert b"Angelina College" in disclosed.export(officer, Asked(), "csv").content
