"""What must be so before a case goes on: one function per condition, each answering with the
sentence that says what is missing, or None.
"""

from __future__ import annotations

from datetime import timedelta

from careercraft.privacy.cases.clocks import Calendar, hearing_window
from careercraft.privacy.cases.facts import Act, Case, Letter, State
from careercraft.privacy.parameters import in_force

NO_HOLIDAYS = Calendar()


def is_identified_by_another(case: Case, act: Act) -> str | None:
    """Nobody verifies their own identity."""
    if act.actor_id == case.requester_id:
        return "Somebody else must verify your identity."
    return None


def identity_is_given_up(case: Case, act: Act) -> str | None:
    """Three failed attempts, or two weeks."""
    attempts = in_force("requests", "identity_attempts", case.received_on).value
    days = in_force("requests", "identity_given_up_days", case.received_on).value
    asked = case.steps.get("ask_identity", case.received_on)
    if case.identity_failures >= attempts or act.on >= asked + timedelta(days=days):
        return None
    return f"This can be closed after {attempts} failed attempts, or {days} days after asking."


def holds_the_rights(_case: Case, act: Act) -> str | None:
    """34 CFR 99.4, 99.5, 99.30."""
    if act.may_act:
        return None
    return "By what is on file, this person does not hold the rights in the record."


def has_items(case: Case, _act: Act) -> str | None:
    """A request to amend names what is to be amended."""
    return None if case.items else "Enter at least one part of the record that is contested."


def all_decided(case: Case, _act: Act) -> str | None:
    """Items are decided separately, and all of them before the family is told."""
    waiting = sum(item.decision is None for item in case.items)
    return f"Decide every part first; {waiting} left." if waiting or not case.items else None


def none_denied(case: Case, _act: Act) -> str | None:
    """No part stands against the family's request."""
    if any(item.denied for item in case.items):
        return "A part was denied; the family must be told of its right to a hearing."
    return None


def some_denied(case: Case, _act: Act) -> str | None:
    """There is something to deny."""
    return None if any(item.denied for item in case.items) else "No part was denied."


def decider_is_not_requester(case: Case, act: Act) -> str | None:
    """Nobody decides their own request."""
    if act.actor_id == case.requester_id:
        return "Whoever asks cannot decide."
    return None


def some_to_amend(case: Case, _act: Act) -> str | None:
    """There is something granted that is not in the record yet."""
    if any(item.granted and not item.amended for item in case.items):
        return None
    return "Everything that was granted is in the record."


def rest_stays_lost(case: Case, _act: Act) -> str | None:
    """After a hearing that found for the family in everything, the case ends with "amended"."""
    if case.state is State.HEARING_DECIDED and some_lost(case, _act):
        return "Make all corrections at once: no part was lost."
    return None


def granted_is_amended(case: Case, _act: Act) -> str | None:
    """What was granted is in the record."""
    if any(item.granted and not item.amended for item in case.items):
        return "Make the granted corrections first."
    return None


def amended_is_told(case: Case, _act: Act) -> str | None:
    """34 CFR 99.21(b)(1): the family is informed in writing of what was amended."""
    if any(item.amended for item in case.items) and Letter.AMENDED not in case.letters:
        return "The letter on what was amended is missing."
    return None


def letters_are_sent(case: Case, _act: Act) -> str | None:
    """Every letter of the case has gone out."""
    unsent = sum(sent is None for sent in case.letters.values())
    if unsent:
        return f"Send {'the letter' if unsent == 1 else f'the {unsent} letters'} first."
    return None


def denial_is_sent(case: Case, _act: Act) -> str | None:
    """The time to ask for a hearing runs from the letter."""
    return None if case.letters.get(Letter.DENIED) else "Send the letter of denial first."


def hearing_is_in_time(case: Case, act: Act) -> str | None:
    """Late requests are accepted with a reason."""
    if act.on <= hearing_window(case, NO_HOLIDAYS).due_on or act.given.get("late_reason"):
        return None
    return "The time to ask for a hearing is over; enter the reason for the delay."


def hearing_window_is_over(case: Case, act: Act) -> str | None:
    """While a hearing can be asked for, the case stays open."""
    last = hearing_window(case, NO_HOLIDAYS).due_on
    if act.on > last:
        return None
    return f"The family can ask for a hearing until {last:%b} {last.day}, {last.year}."


def officer_is_impartial(case: Case, act: Act) -> str | None:
    """34 CFR 99.22(c): somebody without a direct interest in the outcome."""
    if act.officer_id is None:
        return "Choose the hearing officer."
    if act.officer_id in case.deciders:
        return "Whoever proposed or decided a part of the case cannot hear it."
    if act.officer_id == case.requester_id:
        return "Whoever asks cannot hear the case."
    return None


def notice_is_in_advance(case: Case, act: Act) -> str | None:
    """34 CFR 99.22(b): notice of date, time and place, reasonably in advance."""
    days = in_force("requests", "hearing_notice_days", case.received_on).value
    if act.hearing_on is None:
        return "Enter the day of the hearing."
    if act.hearing_on < act.on + timedelta(days=days):
        return f"The hearing must be at least {days} days away, so that the family has notice."
    return None


def acts_as_hearing_officer(case: Case, act: Act) -> str | None:
    """Only the officer of this case conducts and decides the hearing."""
    if act.actor_id is None or act.actor_id != case.hearing_officer_id:
        return "Only the hearing officer of this case can do this."
    return officer_is_impartial(case, act._replace(officer_id=act.actor_id))


def notice_is_sent(case: Case, _act: Act) -> str | None:
    """The family knows of the hearing."""
    return None if case.letters.get(Letter.HEARING_NOTICE) else "Send the hearing notice first."


def hearing_day_has_come(case: Case, act: Act) -> str | None:
    """A hearing is not recorded before it is held."""
    if case.hearing_on is None or act.on < case.hearing_on:
        return "The hearing has not been held yet."
    return None


def attests_no_interest(_case: Case, act: Act) -> str | None:
    """34 CFR 99.22(c)."""
    if act.given.get("no_direct_interest"):
        return None
    return "Confirm that you have no direct interest in the outcome."


def every_denied_item_has_an_outcome(case: Case, _act: Act) -> str | None:
    """The hearing decides every part that was denied."""
    open_ = sum(item.decision == "deny" and not item.hearing_outcome for item in case.items)
    return "Decide every denied part." if open_ else None


def some_lost(case: Case, _act: Act) -> str | None:
    """A right to a statement follows a lost hearing."""
    if any(item.hearing_outcome == "lost" for item in case.items):
        return None
    return "No part was lost at the hearing."


def none_lost(case: Case, _act: Act) -> str | None:
    """The hearing found for the family in every part."""
    if any(item.hearing_outcome == "lost" for item in case.items):
        return "A part was lost; the family must be told of its right to a statement."
    return None


def hearing_decision_is_sent(case: Case, _act: Act) -> str | None:
    """The family has the decision before it is asked for a statement."""
    if case.letters.get(Letter.HEARING_DECISION):
        return None
    return "Send the hearing decision first."


def statement_right_is_told(case: Case, _act: Act) -> str | None:
    """34 CFR 99.21(b)(2)."""
    if case.letters.get(Letter.STATEMENT_RIGHT):
        return None
    return "Send the letter on the right to a statement first."


def statements_are_bound(case: Case, _act: Act) -> str | None:
    """34 CFR 99.21(c): the statement is kept with the contested part."""
    unbound = [i for i in case.items if i.hearing_outcome == "lost" and not i.has_statement]
    return "Attach the statement to every contested part." if unbound else None


def no_other_request_is_open(case: Case, _act: Act) -> str | None:
    """34 CFR 99.10(e): nothing is destroyed while a request to see the record is open."""
    if case.other_open:
        return "Another request about this record is open; nothing may be destroyed before it ends."
    return None


def record_is_destroyed(case: Case, _act: Act) -> str | None:
    """Only the destruction itself takes this step."""
    return None if case.destroyed else "Carry out the deletion from its own page first."


def packet_is_ready(case: Case, _act: Act) -> str | None:
    """There is something to show."""
    return None if case.packet_ready else "Prepare the packet first."
