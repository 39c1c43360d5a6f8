"""Every way a case can go, as data: from where, to where, under which conditions, with what to
bring along and which letter it brings about. What is not here cannot happen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from careercraft.privacy.cases import guards as must
from careercraft.privacy.cases.facts import OPEN, Act, Case, Kind, Letter, State
from careercraft.privacy.permissions import Permission

Guard = Callable[[Case, Act], str | None]
EVERY_KIND = frozenset(Kind)
AMENDING = frozenset({Kind.AMENDMENT})
SHOWING = frozenset({Kind.ACCESS, Kind.DISCLOSURE_LOG})
WORK = Permission.DISTRICT_REQUESTS_WORK
DECIDE = Permission.DISTRICT_REQUESTS_DECIDE
HEAR = Permission.DISTRICT_HEARINGS_HEAR
DEIDENTIFY = "instruct_deidentification"
"""The step that lets a row without a name stay instead of deleting the record whole."""


class Transition(NamedTuple):
    """One step. `target` is None where the case stays where it is. `asks`: what to enter."""

    action: str
    label: str
    sources: frozenset[State]
    target: State | None
    kinds: frozenset[Kind] = EVERY_KIND
    guards: tuple[Guard, ...] = ()
    letter: Letter | None = None
    asks: tuple[str, ...] = ()
    needs: Permission = WORK


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


S, L = State, Letter

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "ask_identity",
        "Ask for proof of identity",
        _from(S.RECEIVED),
        S.IDENTITY_PENDING,
        letter=L.IDENTITY_NEEDED,
    ),
    Transition(
        "fail_identity",
        "Note a failed attempt",
        _from(S.IDENTITY_PENDING),
        None,
        asks=("how", "note"),
    ),
    Transition(
        "pass_identity",
        "Identity verified",
        _from(S.RECEIVED, S.IDENTITY_PENDING),
        S.STANDING_CHECK,
        guards=(must.is_identified_by_another,),
        asks=("how", "paper_seen"),
    ),
    Transition(
        "close_unverified",
        "Close: identity not verified",
        _from(S.IDENTITY_PENDING),
        S.CLOSED_UNVERIFIED,
        guards=(must.identity_is_given_up,),
        letter=L.IDENTITY_FAILED,
    ),
    Transition(
        "accept_standing",
        "The person holds the rights",
        _from(S.STANDING_CHECK),
        S.TRIAGE,
        guards=(must.holds_the_rights,),
    ),
    Transition(
        "refuse_standing",
        "Close: no right in this record",
        _from(S.STANDING_CHECK),
        S.CLOSED_NO_STANDING,
        letter=L.NO_STANDING,
        asks=("reason",),
        needs=DECIDE,
    ),
    Transition(
        "begin_review",
        "Begin the review",
        _from(S.TRIAGE),
        S.UNDER_REVIEW,
        kinds=EVERY_KIND - AMENDING,
    ),
    Transition(
        "review_items",
        "Begin the review",
        _from(S.TRIAGE),
        S.UNDER_REVIEW,
        kinds=AMENDING,
        guards=(must.has_items,),
    ),
    Transition(
        "refer",
        "Refer to the grievance procedure",
        _from(S.TRIAGE),
        S.REFERRED,
        kinds=AMENDING,
        guards=(must.has_items, must.decider_is_not_requester),
        letter=L.REFERRED,
        asks=("reason",),
        needs=DECIDE,
    ),
    Transition(
        "route",
        "Ask the source of the data",
        _from(S.TRIAGE, S.UNDER_REVIEW),
        S.ROUTED_TO_SOURCE,
        kinds=AMENDING,
        guards=(must.has_items,),
        asks=("source", "note"),
    ),
    Transition(
        "source_answered",
        "The source has answered",
        _from(S.ROUTED_TO_SOURCE),
        S.UNDER_REVIEW,
        kinds=AMENDING,
        asks=("note",),
    ),
    Transition(
        "ask_info",
        "Ask the family",
        _from(S.UNDER_REVIEW),
        S.AWAITING_INFO,
        asks=("note",),
    ),
    Transition(
        "info_arrived",
        "The family has answered",
        _from(S.AWAITING_INFO),
        S.UNDER_REVIEW,
        asks=("note",),
    ),
    Transition(
        "grant",
        "Grant every part",
        _from(S.UNDER_REVIEW),
        S.DECIDED_GRANT,
        kinds=AMENDING,
        guards=(must.all_decided, must.none_denied, must.decider_is_not_requester),
        needs=DECIDE,
    ),
    Transition(
        "deny",
        "Deny what was denied",
        _from(S.UNDER_REVIEW),
        S.DECIDED_DENY,
        kinds=AMENDING,
        guards=(must.all_decided, must.some_denied, must.decider_is_not_requester),
        letter=L.DENIED,
        needs=DECIDE,
    ),
    Transition(
        "amend",
        "Make the corrections",
        _from(S.DECIDED_GRANT, S.HEARING_DECIDED),
        S.AMENDED,
        kinds=AMENDING,
        guards=(must.some_to_amend, must.none_lost, must.none_denied),
        letter=L.AMENDED,
        needs=DECIDE,
    ),
    Transition(
        "amend_part",
        "Make the granted corrections",
        _from(S.DECIDED_DENY, S.DENIAL_SENT, S.HEARING_DECIDED, S.STATEMENT_RIGHT),
        None,
        kinds=AMENDING,
        guards=(must.some_to_amend, must.rest_stays_lost),
        letter=L.AMENDED,
        needs=DECIDE,
    ),
    Transition(
        "close_amended",
        "Close: amended",
        _from(S.AMENDED),
        S.CLOSED_AMENDED,
        kinds=AMENDING,
        guards=(must.granted_is_amended, must.amended_is_told, must.letters_are_sent),
    ),
    Transition(
        "send_denial",
        "The family has the denial",
        _from(S.DECIDED_DENY),
        S.DENIAL_SENT,
        kinds=AMENDING,
        guards=(must.denial_is_sent,),
    ),
    Transition(
        "request_hearing",
        "The family asks for a hearing",
        _from(S.DENIAL_SENT, S.REFERRED),
        S.HEARING_REQUESTED,
        kinds=AMENDING,
        guards=(must.hearing_is_in_time,),
        asks=("note", "late_reason?"),
    ),
    Transition(
        "schedule_hearing",
        "Set the hearing",
        _from(S.HEARING_REQUESTED, S.HEARING_SCHEDULED),
        S.HEARING_SCHEDULED,
        kinds=AMENDING,
        guards=(must.officer_is_impartial, must.notice_is_in_advance),
        letter=L.HEARING_NOTICE,
        asks=("officer", "hearing_on", "hearing_at", "place"),
    ),
    Transition(
        "hold_hearing",
        "The hearing was held",
        _from(S.HEARING_SCHEDULED),
        S.HEARING_HELD,
        kinds=AMENDING,
        guards=(
            must.acts_as_hearing_officer,
            must.notice_is_sent,
            must.hearing_day_has_come,
            must.attests_no_interest,
        ),
        asks=("present", "evidence", "no_direct_interest!"),
        needs=HEAR,
    ),
    Transition(
        "decide_hearing",
        "Decide the hearing",
        _from(S.HEARING_HELD),
        S.HEARING_DECIDED,
        kinds=AMENDING,
        guards=(must.acts_as_hearing_officer, must.every_denied_item_has_an_outcome),
        letter=L.HEARING_DECISION,
        asks=("summary", "reasons"),
        needs=HEAR,
    ),
    Transition(
        "offer_statement",
        "Tell of the right to a statement",
        _from(S.HEARING_DECIDED),
        S.STATEMENT_RIGHT,
        kinds=AMENDING,
        guards=(must.some_lost, must.hearing_decision_is_sent),
        letter=L.STATEMENT_RIGHT,
    ),
    Transition(
        "accept_statement",
        "Attach the family's statement",
        _from(S.STATEMENT_RIGHT),
        S.STATEMENT_ATTACHED,
        kinds=AMENDING,
        guards=(must.some_lost, must.statement_right_is_told),
        letter=L.STATEMENT_ACCEPTED,
        asks=("statement",),
    ),
    Transition(
        "close_with_statement",
        "Close: with a statement",
        _from(S.STATEMENT_ATTACHED),
        S.CLOSED_WITH_STATEMENT,
        kinds=AMENDING,
        guards=(
            must.statements_are_bound,
            must.granted_is_amended,
            must.amended_is_told,
            must.letters_are_sent,
        ),
    ),
    Transition(
        "close_without_statement",
        "Close: no statement was given",
        _from(S.STATEMENT_RIGHT),
        S.CLOSED_NO_STATEMENT,
        kinds=AMENDING,
        guards=(must.granted_is_amended, must.amended_is_told, must.letters_are_sent),
        asks=("note",),
    ),
    Transition(
        "close_denied",
        "Close: no hearing was asked for",
        _from(S.DENIAL_SENT),
        S.CLOSED_DENIED,
        kinds=AMENDING,
        guards=(
            must.hearing_window_is_over,
            must.granted_is_amended,
            must.amended_is_told,
            must.letters_are_sent,
        ),
    ),
    Transition(
        "close_referred",
        "Close: referred",
        _from(S.REFERRED),
        S.CLOSED_REFERRED,
        kinds=AMENDING,
        guards=(must.hearing_window_is_over, must.letters_are_sent),
    ),
    Transition(
        "make_ready",
        "The packet is ready to be seen",
        _from(S.UNDER_REVIEW),
        S.READY,
        kinds=SHOWING,
        guards=(must.packet_is_ready,),
        letter=L.ACCESS_READY,
    ),
    Transition(
        "hand_over",
        "Close: seen or handed over",
        _from(S.READY),
        S.CLOSED_FULFILLED,
        kinds=SHOWING,
        guards=(must.letters_are_sent,),
        asks=("how", "note"),
    ),
    Transition(
        "restrict",
        "Restrict as asked",
        _from(S.UNDER_REVIEW),
        S.RESTRICTED,
        kinds=frozenset({Kind.RESTRICTION}),
        guards=(must.decider_is_not_requester,),
        letter=L.DONE,
        asks=("what_is_done",),
        needs=DECIDE,
    ),
    Transition(
        "instruct_deletion",
        "Instruct the deletion",
        _from(S.UNDER_REVIEW),
        S.DELETION_INSTRUCTED,
        kinds=frozenset({Kind.DELETION}),
        guards=(must.decider_is_not_requester, must.no_other_request_is_open),
        letter=L.DELETION,
        asks=("reason",),
        needs=DECIDE,
    ),
    Transition(
        DEIDENTIFY,
        "Instruct the de-identification",
        _from(S.UNDER_REVIEW),
        S.DELETION_INSTRUCTED,
        kinds=frozenset({Kind.DELETION}),
        guards=(must.decider_is_not_requester, must.no_other_request_is_open),
        letter=L.DEIDENTIFICATION,
        asks=("reason",),
        needs=DECIDE,
    ),
    Transition(
        "confirm_deletion",
        "The deletion is carried out",
        _from(S.DELETION_INSTRUCTED),
        S.DELETED,
        kinds=frozenset({Kind.DELETION}),
        guards=(must.letters_are_sent, must.no_other_request_is_open, must.record_is_destroyed),
        needs=DECIDE,
    ),
    Transition(
        "refuse",
        "Refuse",
        _from(S.UNDER_REVIEW),
        S.REFUSED,
        kinds=frozenset({Kind.RESTRICTION, Kind.DELETION}),
        guards=(must.decider_is_not_requester,),
        letter=L.REFUSED,
        asks=("reason",),
        needs=DECIDE,
    ),
    Transition(
        "close_refused",
        "Close: refused",
        _from(S.REFUSED),
        S.CLOSED_REFUSED,
        kinds=frozenset({Kind.RESTRICTION, Kind.DELETION}),
        guards=(must.letters_are_sent,),
    ),
    Transition(
        "close_fulfilled",
        "Close: done",
        _from(S.RESTRICTED, S.DELETED),
        S.CLOSED_FULFILLED,
        kinds=frozenset({Kind.RESTRICTION, Kind.DELETION}),
        guards=(must.letters_are_sent,),
    ),
    Transition(
        "withdraw",
        "Close: withdrawn by the family",
        OPEN,
        S.CLOSED_WITHDRAWN,
        guards=(must.granted_is_amended, must.amended_is_told),
        letter=L.WITHDRAWN,
        asks=("how", "note"),
    ),
)

BY_ACTION = {one.action: one for one in TRANSITIONS}
