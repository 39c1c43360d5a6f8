"""The records office at work, in one call per step, for tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.models import PrivacyRequest, RequestItem, RequestLetter, Student
from careercraft.privacy.cases.facts import Ground, Kind
from careercraft.privacy.cases.rights import Relation
from careercraft.services.context import Desk
from careercraft.services.records import letters, lodging, steps, subjects
from careercraft.services.records.lodging import Contested, Lodged
from tests.conftest import MOMENT
from tests.seed import SmallDistrict
from tests.services.uploads import SITTING, applied, roster, sat

RECEIVED = date(2026, 11, 2)
STATEMENT = "Rosa was ill on that day. Quetzalstatement says so."
DENIED_HEARD = (
    ("deny", {}),
    ("!send", {}),
    ("send_denial", {}),
    ("request_hearing", {"note": "by letter"}),
    ("schedule_hearing", {"hearing_at": "4 pm", "place": "Board room"}),
    ("!send", {}),
)


class Office(NamedTuple):
    """A district with Rosa in it, and the people who handle her family's requests."""

    officer: Desk
    director: Desk
    hearing: Desk
    district: SmallDistrict
    student_id: UUID

    def later(self, days: int) -> Office:
        """The same people, so many days later."""
        moved = [
            desk._replace(now=desk.now + timedelta(days=days))
            for desk in (self.officer, self.director, self.hearing)
        ]
        return self._replace(officer=moved[0], director=moved[1], hearing=moved[2])

    def lodge(self, kind: Kind = Kind.AMENDMENT, **more: Any) -> UUID:
        facts = {
            "kind": kind,
            "requester": "Marisol Ibarra",
            "relation": Relation.PARENT,
            "contact": "12 Mesquite Lane\nCottonwood Bend, TX",
            "language": "en",
            "channel": "letter",
            "received_on": RECEIVED,
            "asks": "The math score is wrong.",
        }
        return lodging.lodge(self.officer, self.student_id, Lodged(**(facts | more)))

    def student(self) -> Student:
        self.officer.session.expire_all()
        return self.officer.session.get_one(Student, self.student_id)

    def part(self, field: str) -> subjects.Part:
        parts = subjects.parts_of(self.officer, self.student())
        return next(one for one in parts if one.field == field)

    def contest(self, request_id: UUID, field: str, asked: str) -> UUID:
        what = Contested(self.part(field).key, asked, Ground.INACCURATE, "The paper says so.")
        return lodging.add_item(self.officer, request_id, what)

    def step(self, request_id: UUID, action: str, **given: str) -> steps.Taken:
        return steps.take_step(self.officer, request_id, action, given)

    def to_review(self, request_id: UUID) -> None:
        amends = self.request(request_id).kind == Kind.AMENDMENT
        self.step(request_id, "pass_identity", how="in_person", paper_seen="driver license")
        self.step(request_id, "accept_standing")
        self.step(request_id, "review_items" if amends else "begin_review")

    def decide(self, item_id: UUID, decision: str) -> None:
        steps.propose(self.director, item_id, decision, "The paper was seen.")
        steps.decide(self.officer, item_id, decision, "The paper was seen.")

    def send_all(self, request_id: UUID) -> None:
        query = select(RequestLetter.id).where(
            RequestLetter.request_id == request_id, RequestLetter.sent_at.is_(None)
        )
        for letter_id in self.officer.session.scalars(query).all():
            letters.send(self.officer, letter_id, "mail")

    def request(self, request_id: UUID) -> PrivacyRequest:
        self.officer.session.expire_all()
        return self.officer.session.get_one(PrivacyRequest, request_id)

    def grant(self, field: str, asked: str) -> tuple[UUID, steps.Taken]:
        """An amendment that is granted and made."""
        request_id = self.lodge()
        item_id = self.contest(request_id, field, asked)
        self.to_review(request_id)
        self.decide(item_id, "grant")
        self.step(request_id, "grant")
        return request_id, self.step(request_id, "amend")

    def lose(self, field: str, asked: str) -> tuple[UUID, Office]:
        """An amendment that is denied and lost at the hearing; a month and a half later."""
        request_id = self.lodge()
        item_id = self.contest(request_id, field, asked)
        self.to_review(request_id)
        self.decide(item_id, "deny")
        for action, given in DENIED_HEARD:
            if action == "!send":
                self.send_all(request_id)
                continue
            more = dict(given)
            if action == "schedule_hearing":
                more["officer"] = str(self.hearing.actor.user_id)
                more["hearing_on"] = (MOMENT.date() + timedelta(days=14)).isoformat()
            self.step(request_id, action, **more)
        later = self.later(14)
        steps.take_step(
            later.hearing,
            request_id,
            "hold_hearing",
            {"present": "The mother", "evidence": "A letter", "no_direct_interest": "yes"},
        )
        steps.take_step(
            later.hearing,
            request_id,
            "decide_hearing",
            {
                "summary": "One letter.",
                "reasons": "It does not show it.",
                f"outcome_{item_id}": "lost",
            },
        )
        later.send_all(request_id)
        later.step(request_id, "offer_statement")
        later.send_all(request_id)
        return request_id, later

    def item(self, item_id: UUID) -> RequestItem:
        self.officer.session.expire_all()
        return self.officer.session.get_one(RequestItem, item_id)


def opened(
    district: SmallDistrict, desk_of: Callable[..., Desk], rosa: dict[str, object]
) -> Office:
    """The office of a district whose files brought Rosa and her SAT."""
    director = desk_of(district.director)
    applied(director, roster([rosa | {"birth_date": "2010-09-14"}]))
    applied(director, sat([SITTING]))
    student_id = director.session.scalars(select(Student.id)).one()
    officer, hearing = desk_of(district.records_officer), desk_of(district.hearing_officer)
    return Office(officer, director, hearing, district, student_id)
