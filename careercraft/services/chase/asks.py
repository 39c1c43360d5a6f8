"""What is asked for where the rules cannot tell: from the open questions of a judgement.

Every question that a finding leaves open belongs to one kind of piece to ask for; so do the two
claims that what is on file does not show yet: an enlistment without the paper that counts, and an
exam without its certification.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from careercraft.calc import Finding, State, StudentResult, sentence
from careercraft.calc.bonus import BonusResult
from careercraft.calc.facts import SCORE_KINDS


class Ask(NamedTuple):
    """A kind of piece to ask for. `paper`: the kind of document that brings it, if one does.

    `keys` are the messages of the rules that ask for it.
    """

    id: str
    title: str
    action: str
    paper: str | None
    keys: frozenset[str]


_ASKS = (
    Ask(
        "dd_form_4",
        "DD Form 4",
        "Get the signed DD Form 4",
        "dd_form_4",
        frozenset({"military_not_accepted", "military_undated"}),
    ),
    Ask(
        "certificate",
        "Certificate",
        "Get the certificate, with its date",
        "certificate",
        frozenset(
            {
                *("ibc_result_unknown", "ibc_undated", "ibc_not_received"),
                *("level_certificate_undated", "associate_degree_undated"),
            }
        ),
    ),
    Ask(
        "certification_list",
        "Certification to look up",
        "Look the certification up in the state's lists",
        None,
        frozenset({"ibc_list_unknown", "ibc_alignment_unknown", "bonus_sunsetting_unknown"}),
    ),
    Ask(
        "course_result",
        "Course result",
        "Get the transcript or grade report",
        "transcript",
        frozenset(
            {
                *("college_prep_result_unknown", "college_prep_grade_unknown"),
                *("college_prep_list_unknown", "dual_credit_incomplete", "onramps_incomplete"),
                *("ibc_program_incomplete", "jrotc_unknown"),
            }
        ),
    ),
    Ask(
        "special_education",
        "IEP and graduation codes",
        "Get the graduation type and the codes of special education from PEIMS",
        "iep_paper",
        frozenset({"diploma_type_unknown", "special_education_unknown", "plan_unknown"}),
    ),
    Ask(
        "score_date",
        "Score report",
        "Get the score report, with its date",
        "score_report",
        frozenset({"score_undated", "exam_undated"}),
    ),
    Ask(
        "enrollment",
        "College enrollment",
        "Find out whether the student enrolled at a college in time",
        "enrollment_proof",
        frozenset({"enrollment_not_known", "enrollment_day_unknown"}),
    ),
    Ask(
        "state_answer",
        "Answer of the state",
        "Ask TEA whether it counts after the last day that is known",
        None,
        frozenset(
            {
                *("score_late", "exam_late", "college_prep_perhaps_late"),
                "level_certificate_perhaps_late",
            }
        ),
    ),
    Ask("other", "Something else", "Complete the record", None, frozenset()),
    Ask(
        "scores_not_loaded",
        "Scores not loaded",
        "Load the score files, or enter the student's score report",
        "score_report",
        frozenset(),
    ),
    Ask("not_loaded", "Other files not loaded", "Load the file", None, frozenset()),
)
ASKS = {one.id: one for one in _ASKS}
OF_FILES = frozenset({"scores_not_loaded", "not_loaded"})
"""What a file brings for many at once: counted apart, or everything else would drown in it."""
_BY_KEY = {key: one.id for one in _ASKS for key in one.keys}
CLAIMS = frozenset({"military_not_accepted", "ibc_not_received"})
"""What was claimed and does not count as it is: asked for although the rule could decide."""


class Question(NamedTuple):
    """One open question: which kind of piece answers it, for which indicator, in words."""

    ask: str
    indicator: str
    sentence: str


def questions(result: StudentResult, bonus: BonusResult) -> tuple[Question, ...]:
    """The open questions of a judgement, each once."""
    found = [
        Question(ask, indicator, sentence(leaf.because))
        for indicator, finding in result.indicators.items()
        for leaf in _open(indicator, finding)
        for ask in _asks(leaf)
    ]
    return tuple(dict.fromkeys([*found, *_of_enrollment(result, bonus)]))


def asks_of(result: StudentResult, bonus: BonusResult) -> dict[str, list[str]]:
    """The kinds of piece that are asked for, each with the indicators that it is for."""
    asked: dict[str, list[str]] = {}
    for indicator, finding in result.indicators.items():
        for leaf in _open(indicator, finding):
            for ask in _asks(leaf):
                _add(asked, ask, indicator)
    for question in _of_enrollment(result, bonus):
        _add(asked, question.ask, question.indicator)
    return asked


def _add(asked: dict[str, list[str]], ask: str, indicator: str) -> None:
    indicators = asked.setdefault(ask, [])
    if indicator not in indicators:
        indicators.append(indicator)


def _open(indicator: str, finding: Finding) -> Iterator[Finding]:
    """What an indicator leaves open, and what was claimed for it in vain."""
    if finding.state is State.UNKNOWN:
        yield from _unknown(finding)
    if finding.state in (State.UNKNOWN, State.NOT_MET) and indicator in ("military", "ibc"):
        yield from (leaf for leaf in _leaves(finding) if leaf.because.key in CLAIMS)


def _unknown(finding: Finding) -> Iterator[Finding]:
    """The last unknown findings of a tree: those without an unknown part."""
    deeper = [part for part in finding.parts if part.state is State.UNKNOWN]
    if not deeper:
        yield finding
    for part in deeper:
        yield from _unknown(part)


def _leaves(finding: Finding) -> Iterator[Finding]:
    if not finding.parts:
        yield finding
    for part in finding.parts:
        yield from _leaves(part)


def _asks(leaf: Finding) -> Iterator[str]:
    if leaf.because.key in _BY_KEY:
        yield _BY_KEY[leaf.because.key]
    elif not leaf.missing:
        yield "other"
    if leaf.missing:
        scores = any(kind in SCORE_KINDS for kind in leaf.missing)
        yield "scores_not_loaded" if scores else "not_loaded"


def _of_enrollment(result: StudentResult, bonus: BonusResult) -> Iterator[Question]:
    """Enrollment counts for the bonus alone, and can be known of graduates only."""
    if not result.graduated or bonus.state is State.MET:
        return
    for finding in bonus.paths.values():
        if finding.state is State.UNKNOWN:
            for leaf in _unknown(finding):
                if _BY_KEY.get(leaf.because.key) == "enrollment":
                    yield Question("enrollment", "bonus", sentence(leaf.because))
