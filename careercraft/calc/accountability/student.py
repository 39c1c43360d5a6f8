"""The met / not met edition: one credit for a student who meets any one indicator."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc.citations import Standing, worst
from careercraft.calc.criteria import INDICATORS
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.credentials import only_sunsetting
from careercraft.calc.facts import StudentFacts
from careercraft.calc.finding import MET
from careercraft.calc.findings import Finding, Level, Message, State, any_of
from careercraft.calc.rules import RuleSet

NOTHING = Message("ccmr_nothing")


class Judged(NamedTuple):
    """The judgement of a student under one edition, before it is put together as a result."""

    state: State
    level: Level | None
    only_by_sunsetting_ibc: bool
    indicators: dict[str, Finding]
    standing: Standing


def judge(facts: StudentFacts, rules: RuleSet) -> Judged:
    """Judge every indicator, and the student by any one of them."""
    case, ceiling = Case(facts, rules), rules.edition_authority.standing
    indicators = {
        id_: criterion(case).no_surer_than(ceiling) for id_, criterion in INDICATORS.items()
    }
    whole = any_of("ccmr", indicators.values(), nothing=NOTHING)
    standing = worst((ceiling, whole.standing))
    return Judged(whole.state, None, only_by_sunsetting_ibc(indicators), indicators, standing)


def only_by_sunsetting_ibc(indicators: dict[str, Finding]) -> bool:
    """Tell whether a student is met by nothing but sunsetting certifications.

    A campus may count only so many such graduates; that limit is never applied to a student.
    """
    met = [id_ for id_, finding in indicators.items() if finding.state is MET]
    return met == ["ibc"] and only_sunsetting(indicators["ibc"])
