"""Why the state and we say different things of one student: a closed list, derived by rules.

Each rule looks at what both sides say and answers yes or no. The first that says yes names the
cause; where none does, the difference is unexplained, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"


class Cause(StrEnum):
    """The causes, in the order in which they are asked for."""

    NOT_IN_OUR_RECORDS = "not_in_our_records"
    OTHER_CLASS = "other_class"
    LEFT_US = "left_us"
    NOT_GRADUATED = "not_graduated"
    NOT_ON_THEIR_LIST = "not_on_their_list"
    NOT_JUDGED = "not_judged"
    ENROLLMENT_WE_LACK = "enrollment_we_lack"
    LATE_WITH_US = "late_with_us"
    CREDENTIAL_WE_LACK = "credential_we_lack"
    TEST_WE_LACK = "test_we_lack"
    ENLISTMENT_WE_LACK = "enlistment_we_lack"
    SOURCE_NOT_LOADED = "source_not_loaded"
    TEST_THEY_LACK = "test_they_lack"
    ENROLLMENT_THEY_LACK = "enrollment_they_lack"
    CREDENTIAL_THEY_LACK = "credential_they_lack"
    ENLISTMENT_THEY_LACK = "enlistment_they_lack"
    GROUP_ECONOMIC = "group_economic"
    GROUP_SPECIAL_EDUCATION = "group_special_education"
    UNEXPLAINED = "unexplained"


TITLES = {
    Cause.NOT_IN_OUR_RECORDS: "Not in our records",
    Cause.OTHER_CLASS: "In another class with us",
    Cause.LEFT_US: "Graduated elsewhere",
    Cause.NOT_GRADUATED: "No graduation on file",
    Cause.NOT_ON_THEIR_LIST: "Not on the state's list",
    Cause.NOT_JUDGED: "Not judged by us yet",
    Cause.ENROLLMENT_WE_LACK: "Enrollment not in our data",
    Cause.LATE_WITH_US: "Earned after the last day",
    Cause.CREDENTIAL_WE_LACK: "Credential not in our data",
    Cause.TEST_WE_LACK: "Test score we lack",
    Cause.ENLISTMENT_WE_LACK: "Enlistment not in our data",
    Cause.SOURCE_NOT_LOADED: "A source is not loaded",
    Cause.TEST_THEY_LACK: "Test score the state lacks",
    Cause.ENROLLMENT_THEY_LACK: "Enrollment the state does not count",
    Cause.CREDENTIAL_THEY_LACK: "Credential the state does not count",
    Cause.ENLISTMENT_THEY_LACK: "Enlistment the state does not count",
    Cause.GROUP_ECONOMIC: "Economic group differs",
    Cause.GROUP_SPECIAL_EDUCATION: "Special education differs",
    Cause.UNEXPLAINED: "Unexplained",
}
SENTENCES = {
    Cause.NOT_IN_OUR_RECORDS: "The state counts a graduate whom no record of ours names. "
    "Check whether the student graduated here, or match the row by hand.",
    Cause.OTHER_CLASS: "We have this student in another graduating class. "
    "Check the year of graduation in the student information system.",
    Cause.LEFT_US: "Our records say that the student withdrew and finished elsewhere. "
    "Check the leaver record.",
    Cause.NOT_GRADUATED: "Our records do not say yet that the student graduated. "
    "Load the newest graduates file.",
    Cause.NOT_ON_THEIR_LIST: "We have this graduate, and the state's list does not name the "
    "student. Check the leaver record and the campus of graduation.",
    Cause.NOT_JUDGED: "The rules have not been applied to this student. Recompute the campus.",
    Cause.ENROLLMENT_WE_LACK: "The state counts college enrollment. The student reached the TSI "
    "standard with us, and our data do not say where the student enrolled.",
    Cause.LATE_WITH_US: "Our record has a date after the last day that counts. The state has "
    "another date, or counts something else. Compare the dates.",
    Cause.CREDENTIAL_WE_LACK: "The state counts a certification, certificate or degree that is "
    "not in our data. Ask for the record and load it.",
    Cause.TEST_WE_LACK: "The state has test scores that reach the TSI standard; ours do not. "
    "Load the missing SAT, ACT or TSIA file.",
    Cause.ENLISTMENT_WE_LACK: "The state counts an enlistment that is not in our data.",
    Cause.SOURCE_NOT_LOADED: "We cannot judge this student, because a file of ours is missing. "
    "Load it, then compare again.",
    Cause.TEST_THEY_LACK: "Our scores reach the TSI standard, and the state says they do not. "
    "Send the score report through the corrections window.",
    Cause.ENROLLMENT_THEY_LACK: "We have an enrollment that the state does not count. Early "
    "counts come before the state's enrollment data; the final list should have it.",
    Cause.CREDENTIAL_THEY_LACK: "We have a credential that the state does not count. Check that "
    "it was reported in the Summer or Extended Year submission.",
    Cause.ENLISTMENT_THEY_LACK: "We have an enlistment that the state does not count. Check the "
    "match with the Department of Defense, or the DD Form 4.",
    Cause.GROUP_ECONOMIC: "Both have the student, in different economic groups, which pay "
    "differently. Check the coding on the snapshot that the state used.",
    Cause.GROUP_SPECIAL_EDUCATION: "Both have the student, and disagree on special education. "
    "Check the coding on the snapshot that the state used.",
    Cause.UNEXPLAINED: "Nothing in our data or in theirs explains this difference.",
}


class Ours(NamedTuple):
    """What our records say of a graduate; `late`: something was earned after its last day.

    States are met, not_met or unknown; `bonus` is None where no rule has judged the student.
    """

    bonus: str | None
    tsi: str = UNKNOWN
    enrollment: str = UNKNOWN
    degree: str = UNKNOWN
    credential: str = UNKNOWN
    military: str = UNKNOWN
    late: bool = False
    not_loaded: bool = False
    in_class: bool = True
    status: str = "graduated"
    economically_disadvantaged: bool | None = None
    special_education: bool | None = None

    @property
    def is_ours(self) -> bool:
        """Whether we count the student in this class at all."""
        return self.in_class and self.status != "withdrawn"


Says = Mapping[str, bool | None]
"""What the state's row says, by the fields of a list; missing or None where it says nothing."""


class Pair(NamedTuple):
    """Both sides of one student; either may be missing."""

    ours: Ours | None
    theirs: Says | None

    @property
    def we_count(self) -> bool:
        """Whether we count the student as earning the bonus, in this class."""
        return self.ours is not None and self.ours.is_ours and self.ours.bonus == MET

    @property
    def they_count(self) -> bool:
        """Whether the state does."""
        return bool(self.theirs and self.theirs.get("met"))


def cause_of(pair: Pair) -> Cause | None:
    """Why the two sides differ; None where they agree on student, bonus and groups."""
    if not _differ(pair):
        return None
    return next((cause for cause, asked in RULES.items() if asked(pair)), Cause.UNEXPLAINED)


def _differ(pair: Pair) -> bool:
    if pair.ours is None or pair.theirs is None:
        return True
    if not pair.ours.is_ours or pair.we_count != pair.they_count:
        return True
    return _groups_differ(pair, "economically_disadvantaged") or _groups_differ(
        pair, "special_education"
    )


def _groups_differ(pair: Pair, group: str) -> bool:
    if pair.ours is None or pair.theirs is None:
        return False
    mine, says = getattr(pair.ours, group), pair.theirs.get(group)
    return mine is not None and says is not None and mine != says


Rule = Callable[[Pair], bool]


def _theirs_alone(rule: Callable[[Ours, Says], bool]) -> Rule:
    """A rule about students whom the state counts and we do not."""

    def asked(pair: Pair) -> bool:
        both = pair.ours is not None and pair.theirs is not None
        alone = pair.they_count and not pair.we_count
        return both and alone and rule(pair.ours, pair.theirs)  # type: ignore[arg-type]

    return asked


def _ours_alone(rule: Callable[[Ours, Says], bool]) -> Rule:
    """A rule about students whom we count and the state does not."""

    def asked(pair: Pair) -> bool:
        both = pair.ours is not None and pair.theirs is not None
        alone = pair.we_count and not pair.they_count
        return both and alone and rule(pair.ours, pair.theirs)  # type: ignore[arg-type]

    return asked


def _by(theirs: Says, path: str) -> bool:
    """Whether the state counts a path, or may: it names none."""
    named = [theirs.get(one) for one in ("college", "career", "military")]
    return bool(theirs.get(path)) or not any(one is not None for one in named)


def _enrollment_we_lack(ours: Ours, theirs: Says) -> bool:
    counted = _by(theirs, "college") or bool(theirs.get("enrolled"))
    return counted and ours.tsi == MET and ours.enrollment != MET


def _late_with_us(ours: Ours, theirs: Says) -> bool:
    return ours.late and (_by(theirs, "college") or _by(theirs, "career"))


def _credential_we_lack(ours: Ours, theirs: Says) -> bool:
    return _by(theirs, "career") and ours.tsi == MET and ours.credential != MET


def _test_we_lack(ours: Ours, theirs: Says) -> bool:
    asked = _by(theirs, "college") or _by(theirs, "career") or bool(theirs.get("tsi"))
    return asked and ours.tsi != MET


def _enlistment_we_lack(ours: Ours, theirs: Says) -> bool:
    return bool(theirs.get("military")) and ours.military != MET


def _test_they_lack(ours: Ours, theirs: Says) -> bool:
    return theirs.get("tsi") is False and ours.tsi == MET and ours.degree != MET


def _enrollment_they_lack(ours: Ours, _theirs: Says) -> bool:
    return ours.tsi == MET and ours.enrollment == MET


def _credential_they_lack(ours: Ours, _theirs: Says) -> bool:
    return ours.degree == MET or (ours.tsi == MET and ours.credential == MET)


RULES: Mapping[Cause, Rule] = {
    Cause.NOT_IN_OUR_RECORDS: lambda pair: pair.ours is None,
    Cause.OTHER_CLASS: lambda pair: pair.ours is not None and not pair.ours.in_class,
    Cause.LEFT_US: lambda pair: pair.ours is not None and pair.ours.status == "withdrawn",
    Cause.NOT_GRADUATED: lambda pair: pair.ours is not None and pair.ours.status != "graduated",
    Cause.NOT_ON_THEIR_LIST: lambda pair: pair.theirs is None,
    Cause.NOT_JUDGED: lambda pair: pair.ours is not None and pair.ours.bonus is None,
    Cause.LATE_WITH_US: _theirs_alone(_late_with_us),
    Cause.ENROLLMENT_WE_LACK: _theirs_alone(_enrollment_we_lack),
    Cause.CREDENTIAL_WE_LACK: _theirs_alone(_credential_we_lack),
    Cause.TEST_WE_LACK: _theirs_alone(_test_we_lack),
    Cause.ENLISTMENT_WE_LACK: _theirs_alone(_enlistment_we_lack),
    Cause.SOURCE_NOT_LOADED: _theirs_alone(lambda ours, _: ours.not_loaded),
    Cause.TEST_THEY_LACK: _ours_alone(_test_they_lack),
    Cause.ENROLLMENT_THEY_LACK: _ours_alone(_enrollment_they_lack),
    Cause.CREDENTIAL_THEY_LACK: _ours_alone(_credential_they_lack),
    Cause.ENLISTMENT_THEY_LACK: _ours_alone(lambda ours, _: ours.military == MET),
    Cause.GROUP_ECONOMIC: lambda pair: _groups_differ(pair, "economically_disadvantaged"),
    Cause.GROUP_SPECIAL_EDUCATION: lambda pair: _groups_differ(pair, "special_education"),
}
