"""Taking a step in a case: checked by the procedure, carried out, written down, with its letter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from careercraft.models import PrivacyRequest, RequestItem, Restriction, Student
from careercraft.privacy.access import require
from careercraft.privacy.cases import steps as procedure
from careercraft.privacy.cases.facts import Act, Case, Kind
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.cases.transitions import BY_ACTION, SHOWING, Transition
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.records import cases, contested, correcting, holidays, letters

OUTCOMES = ("upheld", "lost")
DECISIONS = ("grant", "deny")
Given = Mapping[str, str]


class Taken(NamedTuple):
    """A step that was taken; the caller puts the tasks on the queue."""

    request_id: UUID
    task_ids: tuple[UUID, ...] = ()


def take_step(desk: Desk, request_id: UUID, action: str, given: Given) -> Taken:
    """Take a step; raises `NotFound`, `NotAllowed` or `Refused` with what is missing."""
    request = cases.locked(desk, request_id)
    transition = BY_ACTION.get(action)
    if transition is None:
        raise Refused("There is no such step.")
    require(desk.actor, transition.needs)
    given = {name: text.strip() for name, text in given.items() if text.strip()}
    outcomes = _outcomes(desk, request, given) if action == "decide_hearing" else {}
    case = _with_outcomes(cases.case_of(desk, request), outcomes)
    procedure.check(case, action, act_of(desk, request, given))
    tasks = EFFECTS.get(action, _nothing_more)(desk, request, given)
    cases.note_step(desk, request, action, given, transition.target)
    if transition.letter:
        letters.prepare(desk, request, transition.letter, given)
    cases.note_deadline(request, cases.case_of(desk, request), holidays.calendar(desk))
    desk.session.commit()
    return Taken(request.id, tasks)


def act_of(desk: Desk, request: PrivacyRequest, given: Given) -> Act:
    """What the person is about to do, as the procedure sees it."""
    details = cases.details_of(desk, request)
    answer = cases.rights(desk, desk.session.get_one(Student, request.student_id), details)
    to_see = Kind(request.kind) in SHOWING
    return Act(
        actor_id=desk.actor.user_id,
        on=cases.today(desk),
        given=given,
        officer_id=_id(given.get("officer")),
        hearing_on=day_of(given.get("hearing_on")),
        may_act=answer.may_act and (to_see or not answer.only_to_see),
    )


def hindrances(desk: Desk, request: PrivacyRequest, case: Case) -> dict[Transition, list[str]]:
    """The steps that lead on, each with what stands in its way before anything is entered."""
    act = act_of(desk, request, {})
    found = {}
    for one in procedure.ways_on(case):
        said = [guard(case, act) for guard in one.guards if guard.__name__ not in AT_ENTRY]
        found[one] = [sentence for sentence in said if sentence]
    return found


AT_ENTRY = frozenset(
    {
        *("officer_is_impartial", "notice_is_in_advance", "attests_no_interest"),
        *("hearing_is_in_time", "every_denied_item_has_an_outcome"),
    }
)
"""Conditions on what is entered with the step; the form says them when it is sent."""


def propose(desk: Desk, item_id: UUID, decision: str, reasons: str) -> UUID:
    """Propose how a part is decided; raises `NotFound` or `Refused`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_PROPOSE)
    request, item = _item(desk, item_id)
    if request.state != "under_review" or item.decision is not None:
        raise Refused("A decision is proposed while the case is under review.")
    if decision not in DECISIONS or not reasons.strip():
        raise Refused("Choose grant or deny, and give the reasons.")
    item.proposal, item.proposed_by = decision, desk.actor.user_id
    _keep_reasons(desk, item, proposed=reasons.strip())
    cases.note_step(desk, request, "propose", {"decision": decision, "reasons": reasons})
    desk.session.commit()
    return request.id


def decide(desk: Desk, item_id: UUID, decision: str, reasons: str) -> UUID:
    """Decide a part that another person proposed; raises `NotFound` or `Refused`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_DECIDE)
    request, item = _item(desk, item_id)
    act = Act(desk.actor.user_id, cases.today(desk))
    procedure.check_decision(cases.case_of(desk, request), item.id, act)
    if item.decision is not None:
        raise Refused("This part is decided.")
    if decision not in DECISIONS or not reasons.strip():
        raise Refused("Choose grant or deny, and give the reasons.")
    item.decision, item.decided_by = decision, desk.actor.user_id
    _keep_reasons(desk, item, decided=reasons.strip())
    cases.note_step(desk, request, "decide", {"decision": decision, "reasons": reasons})
    desk.session.commit()
    return request.id


def request_of(desk: Desk, item_id: UUID) -> UUID:
    """The case of a contested part; raises `NotFound`."""
    item = desk.session.get(RequestItem, item_id)
    return cases.visible(desk, item.request_id if item else item_id).id


def reasons_of(desk: Desk, item: RequestItem) -> dict[str, str]:
    """The reasons given for a part: `proposed`, `decided`."""
    if item.reasons_sealed is None:
        return {}
    opened: dict[str, str] = unseal_json(desk.keys, _reasons(item.id), item.reasons_sealed)
    return opened


def _keep_reasons(desk: Desk, item: RequestItem, **reasons: str) -> None:
    kept = reasons_of(desk, item) | reasons
    student_id = desk.session.get_one(PrivacyRequest, item.request_id).student_id
    item.reasons_sealed = seal_json(desk.keys, _reasons(item.id).of(student_id), kept)


def _reasons(item_id: UUID) -> Place:
    return Place("request_items", "reasons_sealed", item_id)


def _item(desk: Desk, item_id: UUID) -> tuple[PrivacyRequest, RequestItem]:
    item = desk.session.get(RequestItem, item_id)
    request = cases.locked(desk, item.request_id if item else item_id)
    if item is None:
        raise Refused("There is no such part.")
    return request, item


def _outcomes(desk: Desk, request: PrivacyRequest, given: Given) -> dict[UUID, str]:
    """What the hearing officer decided for each denied part."""
    denied = [one for one in cases.items_of(desk, request.id) if one.decision == "deny"]
    chosen = {one.id: given.get(f"outcome_{one.id}", "") for one in denied}
    return {item_id: word for item_id, word in chosen.items() if word in OUTCOMES}


def _with_outcomes(case: Case, outcomes: Mapping[UUID, str]) -> Case:
    items = tuple(
        one._replace(hearing_outcome=outcomes.get(one.id, one.hearing_outcome))
        for one in case.items
    )
    return case._replace(items=items)


def _nothing_more(_desk: Desk, _request: PrivacyRequest, _given: Given) -> tuple[UUID, ...]:
    return ()


def _refer(desk: Desk, request: PrivacyRequest, given: Given) -> tuple[UUID, ...]:
    """A dispute over a judgment is not amended here; a hearing can still be asked for."""
    for item in cases.items_of(desk, request.id):
        item.decision, item.decided_by = "deny", desk.actor.user_id
        _keep_reasons(desk, item, decided=given["reason"])
    return ()


def _schedule(_desk: Desk, request: PrivacyRequest, given: Given) -> tuple[UUID, ...]:
    request.hearing_officer_id = _id(given.get("officer"))
    request.hearing_on = day_of(given.get("hearing_on"))
    return ()


def _decide_hearing(desk: Desk, request: PrivacyRequest, given: Given) -> tuple[UUID, ...]:
    for item_id, word in _outcomes(desk, request, given).items():
        desk.session.get_one(RequestItem, item_id).hearing_outcome = word
    desk.session.flush()
    return ()


def _amend(desk: Desk, request: PrivacyRequest, _given: Given) -> tuple[UUID, ...]:
    return correcting.carry_out(desk, request)


def _attach(desk: Desk, request: PrivacyRequest, given: Given) -> tuple[UUID, ...]:
    contested.attach(desk, request, given["statement"])
    return ()


def _restrict(desk: Desk, request: PrivacyRequest, given: Given) -> tuple[UUID, ...]:
    restriction_id = uuid4()
    place = Place("student_restrictions", "what_sealed", restriction_id, request.student_id)
    desk.session.add(
        Restriction(
            id=restriction_id,
            district_id=desk.actor.district_id,
            student_id=request.student_id,
            request_id=request.id,
            what_sealed=seal_json(desk.keys, place, {"what": given["what_is_done"]}),
            since=desk.now,
        )
    )
    return ()


EFFECTS: dict[str, Callable[[Desk, PrivacyRequest, Given], tuple[UUID, ...]]] = {
    "accept_statement": _attach,
    "amend": _amend,
    "amend_part": _amend,
    "decide_hearing": _decide_hearing,
    "refer": _refer,
    "restrict": _restrict,
    "schedule_hearing": _schedule,
}
"""What a step changes beside the case itself."""


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def day_of(text: str | None) -> date | None:
    """The day that somebody entered; None for nothing, or for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def restrictions_of(desk: Desk, student_id: UUID) -> list[dict[str, Any]]:
    """The limits on disclosing a student's record that hold today."""
    rows = desk.session.query(Restriction).filter(
        Restriction.student_id == student_id, Restriction.lifted_at.is_(None)
    )
    return [
        {"what": unseal_json(desk.keys, _what(row.id), row.what_sealed)["what"], "since": row.since}
        for row in rows
    ]


def _what(restriction_id: UUID) -> Place:
    return Place("student_restrictions", "what_sealed", restriction_id)
