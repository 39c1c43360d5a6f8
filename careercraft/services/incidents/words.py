"""Incidents in words, for the people who work on them."""

from __future__ import annotations

from careercraft.privacy.incidents.facts import Readable, State

STATES = {
    State.SUSPECTED: "Reported, to be looked into",
    State.CONFIRMED: "Confirmed, being contained",
    State.CONTAINED: "Contained",
    State.OVER: "Over, root cause to be reported",
    State.CLOSED: "Closed",
    State.DISMISSED: "No incident",
}
READABLE = {
    Readable.YES: "Yes, the data could be read",
    Readable.NO: "No, encrypted, and the key was not taken",
    Readable.UNKNOWN: "Not known yet",
}
LANGUAGES = {"en": "English", "es": "Spanish"}
ENTRIES = {
    "what": "What is known",
    "readable": "Could whoever had the data read them",
    "reason": "Why it is none",
    "measures": "What was done",
    "recipient": "Who was told",
    "how": "How it was worked out, or done",
    "note": "What happened",
    "summary": "What was learned",
    "account": "Account",
    "sign_in": "Sign-in",
    "since": "From",
    "until": "To",
    "entry": "Entry of the audit trail",
    "file": "File",
    "students": "Students found",
    "added": "New on the list",
    "entries": "Entries of the trail",
    "silent": "Entries that do not say whom they showed",
    "waiting": "Seen, and nobody found in them yet",
    "letters": "Letters",
    "changed": "Changed",
}
HOW_OF_STEP = {
    "settle": "How the list was worked out; or why nobody is affected",
    "end": "How it is known that it is over",
}
OTHER_STEPS = {
    "report": "Reported",
    "write_report": "Wrote on the report",
    "find_by_account": "Looked up whom an account saw or took",
    "find_by_entry": "Looked up whom an entry of the trail names",
    "find_by_file": "Looked up the students of a file",
    "add_student": "Put a student on the list",
    "take_back": "Took a search off the list",
    "ask_letters": "Had the letters prepared",
    "send_letters": "Sent the letters",
}
