"""The retention schedule in words: how long, from when, and what happens then."""

from __future__ import annotations

from careercraft.filters import number
from careercraft.services.retention.periods import Scheduled

CLOCKS = {
    "left": "The student left",
    "changed": "The last change",
    "made": "It was made",
    "read": "The file was read",
    "closed": "The request was closed",
    "incident_closed": "The incident was closed",
    "record": "The record ends",
    "disabled": "The account was closed",
    "ended": "It ended",
    "agreement": "The agreement ends",
}
ENDINGS = {
    "destroyed": "Destroyed",
    "deidentified": "De-identified",
    "kept": "Kept longer",
}
AS_LONG_AS = {
    "record": "As long as the student's record",
    "district": "As long as the agreement",
}


def kept_for(one: Scheduled) -> str:
    """How long a kind of record is kept in this district."""
    if one.period is None:
        return AS_LONG_AS[one.kind.period]
    return f"{number(one.period.value)} {one.period.unit}"
