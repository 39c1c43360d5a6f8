"""The records office in words, for the people who work in it."""

from __future__ import annotations

from careercraft.privacy.cases.facts import Ground, Kind, Letter, State
from careercraft.privacy.cases.rights import Holder, Relation

KINDS = {
    Kind.ACCESS: "See the record",
    Kind.AMENDMENT: "Amend the record",
    Kind.DELETION: "Delete the record",
    Kind.DISCLOSURE_LOG: "See to whom it was disclosed",
    Kind.RESTRICTION: "Restrict disclosure",
}
STATES = {
    State.RECEIVED: "Received",
    State.IDENTITY_PENDING: "Waiting for proof of identity",
    State.STANDING_CHECK: "Checking who holds the rights",
    State.TRIAGE: "To be sorted",
    State.UNDER_REVIEW: "Under review",
    State.AWAITING_INFO: "Waiting for the family",
    State.ROUTED_TO_SOURCE: "Waiting for the source of the data",
    State.REFERRED: "Referred to the grievance procedure",
    State.DECIDED_GRANT: "Granted, to be corrected",
    State.DECIDED_DENY: "Denied, letter to be sent",
    State.AMENDED: "Corrected, letter to be sent",
    State.DENIAL_SENT: "Denied; a hearing can be asked for",
    State.HEARING_REQUESTED: "Hearing asked for",
    State.HEARING_SCHEDULED: "Hearing set",
    State.HEARING_HELD: "Hearing held, to be decided",
    State.HEARING_DECIDED: "Hearing decided",
    State.STATEMENT_RIGHT: "A statement can be added",
    State.STATEMENT_ATTACHED: "Statement added",
    State.READY: "Ready to be seen",
    State.RESTRICTED: "Restricted, letter to be sent",
    State.DELETION_INSTRUCTED: "Instructed, to be carried out",
    State.DELETED: "Deleted, letter to be sent",
    State.REFUSED: "Refused, letter to be sent",
    State.CLOSED_AMENDED: "Closed: amended",
    State.CLOSED_DENIED: "Closed: denied, no hearing asked for",
    State.CLOSED_FULFILLED: "Closed: done",
    State.CLOSED_NO_STANDING: "Closed: no right in this record",
    State.CLOSED_NO_STATEMENT: "Closed: denied, no statement",
    State.CLOSED_REFERRED: "Closed: referred",
    State.CLOSED_REFUSED: "Closed: refused",
    State.CLOSED_UNVERIFIED: "Closed: identity not verified",
    State.CLOSED_WITH_STATEMENT: "Closed: denied, with a statement",
    State.CLOSED_WITHDRAWN: "Closed: withdrawn",
}
DEADLINES = {
    "access": "Show the record",
    "acknowledgement": "Confirm receipt",
    "identity": "Verify identity",
    "decision": "Decide",
    "correction": "Make the correction",
    "hearing_window": "Family may ask for a hearing until",
    "hearing": "Hold the hearing",
    "hearing_decision": "Decide the hearing",
    "deletion": "Delete",
}
LETTERS = {
    Letter.RECEIVED: "Your request has arrived",
    Letter.IDENTITY_NEEDED: "Please show who you are",
    Letter.IDENTITY_FAILED: "We could not verify who you are",
    Letter.NO_STANDING: "No right in this record",
    Letter.REFERRED: "Referred to the grievance procedure",
    Letter.AMENDED: "The record was amended",
    Letter.DENIED: "Denial, with the right to a hearing",
    Letter.HEARING_NOTICE: "Notice of the hearing",
    Letter.HEARING_DECISION: "Decision after the hearing",
    Letter.STATEMENT_RIGHT: "Right to add a statement",
    Letter.STATEMENT_ACCEPTED: "Your statement is in the record",
    Letter.WITHDRAWN: "Request withdrawn",
    Letter.ACCESS_READY: "The record is ready to be seen",
    Letter.DONE: "Done as asked",
    Letter.DELETION: "The record will be deleted",
    Letter.DEIDENTIFICATION: "The record will be destroyed, with a row that names nobody",
    Letter.REFUSED: "Refused, with the reason",
}
GROUNDS = {
    Ground.INACCURATE: "Inaccurate",
    Ground.MISLEADING: "Misleading",
    Ground.PRIVACY: "Violates privacy",
}
RELATIONS = {
    Relation.PARENT: "Parent",
    Relation.GUARDIAN: "Guardian",
    Relation.STUDENT: "The student",
    Relation.OTHER: "Somebody else",
}
HOLDERS = {
    Holder.PARENT: "The parents hold the rights",
    Holder.ELIGIBLE_STUDENT: "The student holds the rights",
    Holder.BOTH_LIMITED: "The parents hold the rights here, the student at the college",
    Holder.NOT_KNOWN: "Not known who holds the rights",
}
CHANNELS = {
    "in_person": "In person",
    "letter": "By letter",
    "email": "By e-mail",
    "phone": "By phone",
    "portal": "Through the school's portal",
}
SENT_BY = {
    "mail": "By mail",
    "certified_mail": "By certified mail",
    "email": "By e-mail",
    "in_person": "Handed over",
}
IDENTIFIED_BY = {
    "portal": "Signed in to the school's portal with a second factor",
    "in_person": "In person, with an identity paper",
    "call_back": "Called back at the number on file",
}
"""Questions about what somebody knows are not among them: they prove nothing."""

ENTRIES = {
    "how": "How",
    "note": "Note",
    "paper_seen": "Kind of paper seen, never its number",
    "reason": "Reason, as the family will read it",
    "source": "Source of the data",
    "late_reason": "Reason for the delay",
    "officer": "Hearing officer",
    "hearing_on": "Day of the hearing",
    "hearing_at": "Time",
    "place": "Place or video link",
    "present": "Who was present",
    "evidence": "Evidence presented",
    "no_direct_interest": "I have no direct interest in the outcome",
    "summary": "Summary of the evidence",
    "reasons": "Reasons for the decision",
    "statement": "The family's statement, word for word",
    "what_is_done": "What was done",
}
SAID = (
    {"letter": "Letter", "decision": "Decision"}
    | ENTRIES
    | {
        "reason": "Reason",
        "paper_seen": "Paper seen",
        "no_direct_interest": "No direct interest in the outcome",
        "statement": "The family's statement",
        "until": "New day",
        "court_order": "Rights taken away by a court order or law",
        "consent": "Consent of the holder of the rights",
        "dependent": "Dependent for taxes",
        "at_college": "Attends a college",
        "emancipated": "Emancipated",
    }
)
"""What was entered, as the history of a case names it, in this order."""
OTHER_STEPS = {
    "lodge": "Request entered",
    "add_item": "Contested part entered",
    "propose": "Decision proposed",
    "decide": "Part decided",
    "take": "Taken over",
    "note_standing": "Facts on the person's rights noted",
    "extend": "Deadline extended",
    "send_letter": "Letter sent",
    "ask_packet": "Packet asked for",
}
