"""Industry-based certifications: the lists, the program of study, and the sunset, each by class."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from careercraft.calc.citations import Authority, jointly
from careercraft.calc.criteria.absence import (
    Absence,
    absence,
    open_unless_others_exist,
    unless_others_exist,
)
from careercraft.calc.criteria.case import Case, Criterion, Judge, Yardstick
from careercraft.calc.criteria.program_of_study import (
    NO_COURSES,
    InProgram,
    aligned_programs,
    gap_of,
    standings_of,
    step_reached,
)
from careercraft.calc.criteria.question import Question
from careercraft.calc.criteria.windows import StudentWindows, is_early, is_late
from careercraft.calc.facts import Credential
from careercraft.calc.finding import MET
from careercraft.calc.findings import (
    Fact,
    Finding,
    Message,
    Reason,
    Term,
    all_of,
    any_of,
    holds,
    not_loaded,
    present,
    when,
)
from careercraft.calc.history import Dated
from careercraft.calc.reasons import reason_of
from careercraft.calc.rules import KEPT, ResultCodes, RuleSet, once_per_rules
from careercraft.calc.verdict import Verdict
from careercraft.calc.verdicts import any_verdict, by_answer

CERTIFICATION: Final = "certification"
SUNSETTING: Final = "sunsetting_certification"
NO_STEP: Final = "none"
IN_TIME: Final = {"earned": True, "early": False, "late": False}


@Criterion
def ibc(yardstick: Yardstick) -> Judge:
    """Judge a student's certifications; one that meets every requirement is enough."""
    none = _absence(yardstick.rules)

    def verdict(case: Case) -> Verdict:
        held = case.credentials.get("ibc", ())
        return verdict_on_all([verdict_on(credential, case) for credential in held], case)

    def finding(case: Case) -> Finding:
        if "ibc" not in case.credentials:
            return none.judged(case.known)
        return any_certification(certifications(case), case)

    return Question(verdict, finding)


def any_certification(judged: list[tuple[Credential, Finding]], case: Case) -> Finding:
    """Return the judgement of all certifications together, each judged before."""
    if not judged:
        return _absence(case.rules).judged(case.known)
    whole = any_of("ibc", [finding for _, finding in judged])
    return unless_others_exist(whole, "ibc", case.known)


def verdict_on_all(judged: list[Verdict], case: Case) -> Verdict:
    """Return the verdict on all certifications together, each judged before."""
    if not judged:
        return _absence(case.rules).verdict(case.known)
    return open_unless_others_exist(any_verdict(judged), "ibc", case.known)


@once_per_rules
def _absence(rules: RuleSet) -> Absence:
    return absence("ibc", "ibc", Message("ibc_none"), rules.ibc_lists.authority, "earn_ibc")


def certifications(case: Case) -> list[tuple[Credential, Finding]]:
    """Return each certification with its own judgement."""
    return [
        (credential, _certification(credential, case))
        for credential in case.credentials.get("ibc", ())
    ]


def tier(credential: Credential, rules: RuleSet) -> int | None:
    """Return the tier of a certification: as given, else from the dated lists."""
    registered = rules.certifications.get(credential.code or "")
    return credential.tier or (registered.tier if registered else None)


def only_sunsetting(finding: Finding) -> bool:
    """Tell whether every certification that meets the indicator is a sunsetting one."""
    met = [part for part in finding.parts if part.state is MET]
    return bool(met) and all(part.id == SUNSETTING for part in met)


def met_by_sunsetting_only(case: Case) -> bool:
    """Tell whether certifications meet the indicator, and every one that does is sunsetting."""
    met = met_certifications(case)
    return bool(met) and all(is_sunsetting(credential, case.rules) for credential in met)


def met_certifications(case: Case) -> list[Credential]:
    """Return the certifications that meet every requirement."""
    held = case.credentials.get("ibc", ())
    return [credential for credential in held if verdict_on(credential, case).state is MET]


def verdict_on(credential: Credential, case: Case) -> Verdict:
    """Return the verdict on one certification."""
    return _requirements_of(case.yardstick)(credential, case)


@once_per_rules
def _requirements_of(yardstick: Yardstick) -> Callable[[Credential, Case], Verdict]:
    """Prepare the verdict on a certification: that of the requirement which decides.

    The step in a program of study comes last, and only where it can still decide.
    """
    rules, listed = yardstick.rules, _verdict_on_lists(yardstick.rules)
    itself, step = _verdict_on_itself(yardstick), rules.program_step.value
    in_program = by_answer(_program_authority(rules).standing)
    decides_anyway = in_program[False].opposite
    is_needed = rules.ibc_regime.value.step != NO_STEP

    def verdict(credential: Credential, case: Case) -> Verdict:
        decides = itself(credential.result, credential.earned_on)
        decides = max(decides, listed(credential.lists, credential.code).opposite)
        if is_needed and decides < decides_anyway:
            courses, known = case.courses.get("cte", NO_COURSES), "cte" in case.known
            answer = step_reached(aligned_programs(credential, rules), courses, step, known)
            decides = max(decides, in_program[answer].opposite)
        return decides.opposite

    return verdict


def _verdict_on_itself(yardstick: Yardstick) -> Callable[[str | None, date | None], Verdict]:
    """Prepare the opposite of the verdict on a result and the day on which it was earned."""
    rules, windows = yardstick.rules, yardstick.windows

    def decides(result: str | None, day: date | None) -> Verdict:
        rule = rules.ibc_result.at(day or date.max)
        ending = _earned_when(day, windows)
        standing = _authority_of_day(ending, windows, rules).standing
        earned = by_answer(standing)[IN_TIME.get(ending)].opposite
        if result is None and not rule.value.required:
            return earned
        credited = by_answer(rule.authority.standing)[_is_credited(result, rule.value)]
        return max(earned, credited.opposite)

    return lru_cache(maxsize=KEPT)(decides)


@once_per_rules
def _verdict_on_lists(
    rules: RuleSet,
) -> Callable[[tuple[str, ...] | None, str | None], Verdict]:
    verdicts = by_answer(rules.ibc_lists.authority.standing)

    def listed(lists: tuple[str, ...] | None, code: str | None) -> Verdict:
        return verdicts[_is_listed(Credential("ibc", code=code, lists=lists), rules)]

    return lru_cache(maxsize=KEPT)(listed)


def _certification(credential: Credential, case: Case) -> Finding:
    alone, refs = _judged_alone(credential, case.yardstick), present((credential.ref,))
    requirements = [one.seen_in(refs) for one in alone.requirements]
    if case.rules.ibc_regime.value.step != NO_STEP:
        requirements.append(_program(credential, refs, case, case.rules))
    whole = all_of(alone.id, requirements)
    told = alone.because_met if whole.state is MET else whole.reason.because
    return whole.but(retold=lambda reason: _about(alone.fact, told, reason))


def _about(fact: Fact, because: Message, reason: Reason) -> Reason:
    """Return the reason with the certification as its fact."""
    _, _, required, gap, cite, evidence, next_, missing = reason
    return reason_of((because, fact, required, gap, cite, evidence, next_, missing))


class JudgedAlone(NamedTuple):
    """What is found of a certification whoever holds it: all but the step in a program of study.

    ``because_met`` says in one sentence that it meets every requirement.
    """

    id: str
    requirements: tuple[Finding, ...]
    fact: Fact
    because_met: Message


def _judged_alone(credential: Credential, yardstick: Yardstick) -> JudgedAlone:
    _, earned_on, code, result, lists, _, _, _ = credential
    return _judged_once(earned_on, code, result, lists, yardstick)


@once_per_rules
def _judged_once(
    earned_on: date | None,
    code: str | None,
    result: str | None,
    lists: tuple[str, ...] | None,
    yardstick: Yardstick,
) -> JudgedAlone:
    """Judge a certification that many students hold, with the same day and result, once."""
    credential, rules = Credential("ibc", earned_on, code, result, lists), yardstick.rules
    sunsetting = is_sunsetting(credential, rules) is True
    return JudgedAlone(
        SUNSETTING if sunsetting else CERTIFICATION,
        tuple(_requirements(credential, yardstick.windows, rules)),
        Fact("what.ibc", code or "", earned_on),
        _message("ibc_met_sunsetting" if sunsetting else "ibc_met", credential, rules),
    )


def _requirements(
    credential: Credential, windows: StudentWindows, rules: RuleSet
) -> Iterator[Finding]:
    result = rules.ibc_result.at(credential.earned_on or date.max)
    if credential.result is not None or result.value.required:
        yield _result(credential, result, rules)
    yield _earned(credential, windows, rules)
    yield _listed(credential, rules)


def _result(credential: Credential, rule: Dated[ResultCodes], rules: RuleSet) -> Finding:
    """Judge the result code: an exam passed without the certification received does not count."""
    answer = _is_credited(credential.result, rule.value)

    key = {True: "ibc_result", False: "ibc_not_received", None: "ibc_result_unknown"}[answer]
    because = _message(key, credential, rules)
    return _holds("result", answer, because, rule.authority)


def _is_credited(result: str | None, codes: ResultCodes) -> bool | None:
    return None if result is None else result in codes.credited


def _earned(credential: Credential, windows: StudentWindows, rules: RuleSet) -> Finding:
    """Judge the day: grade 9 to the last one, and whether the state looks at it."""
    ending = _earned_when(credential.earned_on, windows)
    days = {"last": windows.ibc.closes, "first": windows.ibc_reviewed_from}
    because = _message(f"ibc_{ending}", credential, rules, **days)
    authority = _authority_of_day(ending, windows, rules)
    return _holds("earned", IN_TIME.get(ending), because, authority)


def _authority_of_day(ending: str, windows: StudentWindows, rules: RuleSet) -> Authority:
    reviewed = rules.windows.ibc_reviewed.authority
    return reviewed if ending == "unreviewed" else windows.ibc.authority


def _earned_when(day: date | None, windows: StudentWindows) -> str:
    """Return where a day lies, as the sentences on certifications name it."""
    if day is None:
        return "undated"
    if is_early(day, windows.ibc):
        return "early"
    if day < windows.ibc_reviewed_from:
        return "unreviewed"
    return "late" if is_late(day, windows.ibc) else "earned"


def _listed(credential: Credential, rules: RuleSet) -> Finding:
    accepted, authority = rules.ibc_lists
    answer = _is_listed(credential, rules)

    key = {True: "ibc_listed", False: "ibc_not_listed", None: "ibc_list_unknown"}[answer]
    because = _message(key, credential, rules, lists=_lists_named(accepted.lists))
    return _holds("listed", answer, because, authority)


@lru_cache(maxsize=KEPT)
def _lists_named(names: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(f"list.{name}") for name in names)


def _is_listed(credential: Credential, rules: RuleSet) -> bool | None:
    answers = [_on_list(credential, name, rules) for name in rules.ibc_lists.value.lists]
    return True if True in answers else None if None in answers else False


def _on_list(credential: Credential, name: str, rules: RuleSet) -> bool | None:
    if credential.lists is not None:
        return name in credential.lists
    registered = rules.certifications.get(credential.code or "")
    return registered.lists.get(name) if registered else None


def is_sunsetting(credential: Credential, rules: RuleSet) -> bool | None:
    """Tell whether a certification is on the outgoing list and not on the incoming one.

    ``None`` where its lists are not known.
    """
    rule = rules.ibc_sunsetting.value
    if not rule.outgoing:
        return False
    outgoing = _on_list(credential, rule.outgoing, rules)
    incoming = _on_list(credential, rule.incoming, rules)
    if outgoing is False or incoming is True:
        return False
    return True if outgoing and incoming is False else None


def _program(credential: Credential, refs: tuple[str, ...], case: Case, rules: RuleSet) -> Finding:
    """Judge the step in a program of study that the class needs beside the certification."""
    step, aligned = rules.program_step.value, aligned_programs(credential, rules)
    courses, known = case.courses.get("cte", NO_COURSES), "cte" in case.known
    answer = step_reached(aligned, courses, step, known)
    standings = standings_of(aligned, courses, step)
    ending = _ending_of_step(answer, aligned, standings)
    told = _step_told(ending, answer, credential.code, credential.earned_on, rules)
    taken = [course.ref for one in standings for course in one.possible]
    return told.seen_in(present([*refs, *taken]), None if answer else gap_of(standings, step))


def _ending_of_step(
    answer: bool | None, aligned: tuple[str, ...] | None, standings: list[InProgram]
) -> str:
    """Return how a step came out, as the sentences name it; empty where courses were not given."""
    if answer is not None:
        return "program" if answer else "no_program"
    if not any(one.might_be_reached() for one in standings):
        return ""
    return "program_incomplete" if aligned else "alignment_unknown"


@once_per_rules
def _step_told(
    ending: str, answer: bool | None, code: str | None, earned_on: date | None, rules: RuleSet
) -> Finding:
    step = Term(f"step.{rules.ibc_regime.value.step}")
    about = Credential("ibc", earned_on, code)
    return _holds(
        "program_of_study",
        answer,
        _message(f"ibc_{ending}", about, rules, step=step) if ending else not_loaded(("cte",)),
        _program_authority(rules),
        missing=() if ending else ("cte",),
    )


@once_per_rules
def _program_authority(rules: RuleSet) -> Authority:
    return jointly(rules.ibc_regime.authority, rules.program_step.authority)


def _holds(
    id_: str,
    answer: bool | None,
    because: Message,
    authority: Authority,
    *,
    missing: tuple[str, ...] = (),
) -> Finding:
    return holds(
        id_,
        answer,
        because,
        authority=authority,
        next_=("complete_record",) if answer is None else NEXT_STEP[id_],
        missing=missing,
    )


NEXT_STEP: Final = {
    "result": ("receive_certification",),
    "earned": ("earn_ibc",),
    "listed": ("earn_ibc",),
    "program_of_study": ("take_cte",),
}


def _message(key: str, credential: Credential, rules: RuleSet, **values: object) -> Message:
    registered = rules.certifications.get(credential.code or "")
    name = registered.name if registered else credential.code or Term("certification.unnamed")
    return Message(key, {"certification": name, "when": when(credential.earned_on), **values})
