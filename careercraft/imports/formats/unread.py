"""Files that are known by sight but not read: naming them saves a user an hour of trying."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.imports.formats.headers import keys


class Unread(NamedTuple):
    """A known layout: what it is, the headers that give it away, and what to do instead."""

    id: str
    title: str
    headers: tuple[str, ...]
    instead: str


_NOT_CCMR = "Its scores do not count toward CCMR, so there is nothing to import."

UNREAD = (
    Unread("win", "a WIN work readiness file", ("TestAdmin", "MathSS", "ReadSS"), _NOT_CCMR),
    Unread("preact", "a PreACT file", ("Process_Num", "E_Earn_Prod"), _NOT_CCMR),
    Unread(
        "ap_roster",
        "an AP score roster with one column per exam",
        ("AP Number / AP ID", "Attending School AI Code"),
        "Download the “student datafile” of AP instead; it has the years of the exams.",
    ),
    Unread(
        "tea_accountability",
        "a published TEA accountability file",
        ("CAMPUS", "CAMPNAME", "C_RATING"),
        "It holds no students, so there is nothing to import.",
    ),
)


def known_but_unread(header: tuple[str, ...]) -> Unread | None:
    """The known layout these headers belong to, if any."""
    present = keys(header)
    return next((each for each in UNREAD if keys(each.headers) <= present), None)
