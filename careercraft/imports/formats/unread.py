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


_NOT_YET = "This layout is not read yet. Keep the file; nothing was changed."
_NOT_CCMR = "Its scores do not count toward CCMR, so there is nothing to import."
_OUR_TEMPLATE = "Copy the columns into the {} template, which can be downloaded here."

UNREAD = (
    Unread("act", "an ACT student records file", ("ID_ACT", "Test_Dte", "Composite"), _NOT_YET),
    Unread("act_roster", "an ACT score roster", ("ACT ID", "Test Date"), _NOT_YET),
    Unread("psat", "a PSAT student data file", ("NAME_LAST", "LATEST_PSAT_DATE"), _NOT_CCMR),
    Unread("ib", "an IB results file", ("PREDICTED_GRADE", "SUBJECT_GRADE"), _NOT_YET),
    Unread("ib", "an IB candidate results file", ("Personal code", "Predicted grade"), _NOT_YET),
    Unread("asvab", "an ASVAB results file", ("MEPS", "AFQT"), _NOT_YET),
    Unread("win", "a WIN work readiness file", ("TestAdmin", "MathSS", "ReadSS"), _NOT_CCMR),
    Unread("preact", "a PreACT file", ("E_Earn_Prod", "Composite"), _NOT_CCMR),
    Unread(
        "nsc",
        "a StudentTracker file of the National Student Clearinghouse",
        ("Your Unique Identifier", "College Code/Branch"),
        _NOT_YET,
    ),
    Unread(
        "onramps",
        "an OnRamps end-of-year extract",
        ("Detailed.Student.Status", "College.Credit.Earned.Final"),
        _OUR_TEMPLATE.format("course"),
    ),
    Unread(
        "ap_roster",
        "an AP score roster with one column per exam",
        ("AP Number / AP ID", "Attending School AI Code"),
        "Download the “student datafile” of AP instead; it has the years of the exams.",
    ),
    Unread(
        "clever",
        "a Clever roster",
        ("School_id", "Student_id", "State_id"),
        "Upload a OneRoster export or the student roster template.",
    ),
    Unread(
        "clever",
        "a Clever school list",
        ("School_id", "School_name", "School_number"),
        "Upload a OneRoster export or the student roster template.",
    ),
    Unread(
        "ascender",
        "an Ascender class roster",
        ("Student Unique ID", "Teacher ID", "Course Section"),
        _OUR_TEMPLATE.format("student roster"),
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
