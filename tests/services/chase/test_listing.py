"""Who lacks what: counted and listed alike, reminded, brought, and gone from the list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.filestore import FileStore
from careercraft.models import AuditEvent, Mail
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.audit import named_in
from careercraft.privacy.events import Event
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.scans.looking import Scan
from careercraft.services import plan_actions
from careercraft.services.chase import exporting, listing, reminding
from careercraft.services.chase.listing import NOBODY, ChaseQuery
from careercraft.services.chase.reminding import CannotRemind
from careercraft.services.context import Desk
from careercraft.services.imports import typed
from careercraft.services.papers import keeping, verifying
from careercraft.services.papers.keeping import HandedIn
from tests.conftest import MOMENT, QueryCount
from tests.services.classroom import CLASS, Classroom, classroom, declare_the_rest_absent, judge

DUE = date(2026, 12, 1)
CLAIM = {"kind": "enlistment", "evidence": "peims", "earned_on": "2026-10-01"}
SIGNED = CLAIM | {"evidence": "dd_form_4"}
SENIORS = ChaseQuery(CLASS)


@pytest.fixture
def room(
    factory: sessionmaker[Session], master: MasterKey, file_store: FileStore
) -> Iterator[Classroom]:
    """The class, of whom Rosa and Dee are said to have enlisted, and Abel, who is met."""
    found = classroom(factory, master, file_store, MOMENT)
    for name in ("Rosa", "Dee", "Abel"):
        typed.enter(found.desk, found.ids[name], "careercraft_credentials", CLAIM, "PEIMS")
    declare_the_rest_absent(found.desk)
    judge(found.desk, found.district)
    found.desk.session.commit()
    yield found
    found.desk.session.close()


def names(found: listing.Chase) -> list[str]:
    return [row.name.partition(", ")[2] for row in found.rows]


def test_each_count_is_that_of_the_list_that_it_opens(room: Classroom) -> None:
    found = listing.chase(room.desk, SENIORS._replace(everyone=True))
    assert found.by_ask["dd_form_4"] == 3
    for ask, count in found.by_ask.items():
        query = SENIORS._replace(everyone=True, ask=ask)
        assert listing.chase(room.desk, query).total == count
    for one in found.campuses:
        query = SENIORS._replace(everyone=True, campus_id=one.id, ask="dd_form_4")
        query = query._replace(
            campus_id=next(
                c.id for c in (room.district.north, room.district.south) if str(c.id) == one.id
            )
        )
        assert listing.chase(room.desk, query).total == one.by_ask["dd_form_4"]
    for one in found.counselors:
        query = SENIORS._replace(everyone=True, counselor=one.id)
        assert listing.chase(room.desk, query).total == one.students


def test_whom_the_answer_cannot_help_is_left_out_unless_asked_for(room: Classroom) -> None:
    found = listing.chase(room.desk, SENIORS._replace(ask="dd_form_4"))
    assert {"Rosa", "Dee"} <= set(names(found))
    (question,) = found.rows[0].questions
    assert question.sentence.startswith("Enlistment shown by a PEIMS enlistment flag")


def test_whoever_is_shown_is_named_in_the_trail_by_id(room: Classroom) -> None:
    found = listing.chase(room.desk, SENIORS._replace(ask="dd_form_4"))
    seen = select(AuditEvent).where(AuditEvent.action == Event.ROSTER_VIEWED.value)
    newest = room.desk.session.scalars(seen.order_by(AuditEvent.number.desc())).first()
    assert newest is not None
    assert named_in(newest.details) == {row.id for row in found.rows} != set()


def test_without_a_counselor_is_a_list_too(room: Classroom) -> None:
    found = listing.chase(room.desk, SENIORS._replace(ask="dd_form_4", counselor=NOBODY))
    assert names(found) == ["Dee"]


def test_a_counselor_sees_the_own_campus(room: Classroom, desk_of: Callable[[Actor], Desk]) -> None:
    counselor = desk_of(room.district.counselor)
    assert "Dee" not in names(listing.chase(counselor, SENIORS._replace(ask="dd_form_4")))
    with pytest.raises(NotFound):
        reminding.remind(counselor, "dd_form_4", [room.ids["Dee"]], "me", DUE)


def test_a_reminder_is_an_action_of_the_counselor_and_set_once(room: Classroom) -> None:
    wanted = [room.ids["Rosa"], room.ids["Dee"]]
    assert reminding.remind(room.desk, "dd_form_4", wanted, "counselor", DUE) == (2, 0)
    assert reminding.remind(room.desk, "dd_form_4", wanted, "me", DUE) == (0, 2)
    (rosas,) = plan_actions.actions(room.desk, room.ids["Rosa"])
    assert (rosas.owner_id, rosas.due_on) == (room.district.counselor.user_id, DUE)
    (dees,) = plan_actions.actions(room.desk, room.ids["Dee"])
    assert dees.owner_id == room.desk.actor.user_id
    row = listing.chase(room.desk, SENIORS._replace(ask="dd_form_4")).rows[0]
    assert [one.due_on for one in row.reminders] == [DUE]


def test_an_owner_is_told_by_e_mail_how_many_and_never_whom(room: Classroom) -> None:
    reminding.remind(room.desk, "dd_form_4", [room.ids["Rosa"]], "counselor", DUE)
    reminding.remind(room.desk, "dd_form_4", [room.ids["Dee"]], "me", DUE)
    (mail,) = room.desk.session.scalars(select(Mail))
    place = Place("mails", "letter_sealed", mail.id)
    letter = unseal_json(room.desk.keys, place, mail.letter_sealed)
    assert letter["to"] == room.district.emails[Role.CAMPUS_COUNSELOR]
    assert "for 1 student, by Dec 1, 2026" in letter["text"]
    assert "Rosa" not in str(letter)


@pytest.mark.parametrize(
    ("ask", "whom", "due"),
    [
        ("nothing", ["Rosa"], DUE),
        ("dd_form_4", [], DUE),
        ("dd_form_4", ["Rosa"], date(2026, 11, 15)),
        ("dd_form_4", ["Rosa"] * 201, DUE),
    ],
    ids=["no kind", "nobody", "a past day", "too many"],
)
def test_a_reminder_that_cannot_be_set_says_why(
    room: Classroom, ask: str, whom: list[str], due: date
) -> None:
    with pytest.raises(CannotRemind):
        reminding.remind(room.desk, ask, [room.ids[name] for name in whom], "me", due)


def test_today_is_not_too_late(room: Classroom) -> None:
    assert reminding.remind(
        room.desk, "dd_form_4", [room.ids["Rosa"]], "me", date(2026, 11, 16)
    ).made


def test_a_document_moves_the_reminder_and_its_entry_ends_the_chase(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "look_at", lambda given: Scan("application/pdf", given, 1, ()))
    rosa = room.ids["Rosa"]
    reminding.remind(room.desk, "dd_form_4", [rosa], "me", DUE)
    paper_id = keeping.keep(room.desk, rosa, HandedIn("dd_form_4", "a.pdf"), b"x")
    (action,) = plan_actions.actions(room.desk, rosa)
    assert action.state == "under_way"
    found = listing.chase(room.desk, SENIORS._replace(ask="dd_form_4"))
    assert [one.waiting for one in found.rows if one.id == rosa] == [((paper_id, "dd_form_4"),)]
    verifying.type_in(room.desk, paper_id, SIGNED)
    (action,) = plan_actions.actions(room.desk, rosa)
    assert action.state == "done"
    judge(room.desk, room.district)
    after = listing.chase(room.desk, SENIORS._replace(ask="dd_form_4"))
    assert "Rosa" not in names(after)


def test_the_file_says_the_filter_and_each_question(room: Classroom) -> None:
    file = exporting.export(room.desk, SENIORS._replace(ask="dd_form_4"), "csv")
    text = file.content.decode()
    assert "asked for: DD Form 4" in text
    assert "Ibarra, Rosa" in text


def test_a_principal_of_programs_only_reads(
    room: Classroom, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        reminding.remind(
            desk_of(room.district.principal), "dd_form_4", [room.ids["Rosa"]], "me", DUE
        )


def test_as_many_questions_for_a_long_page_as_for_a_short_one(
    room: Classroom, count_queries: Callable[[], AbstractContextManager[QueryCount]]
) -> None:
    counts = []
    for query in (SENIORS._replace(counselor=NOBODY), SENIORS):
        room.desk.session.expire_all()
        with count_queries() as counted:
            listing.chase(room.desk, query)
        counts.append(counted.count)
    assert counts[0] == counts[1] <= 22
