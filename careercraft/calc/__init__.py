"""The law as code: facts about a student in, findings that explain themselves out.

Pure: no web, no database, no clock, no names of people.
"""

from careercraft.calc.accountability.student import StudentVerdict
from careercraft.calc.calendar import AccountabilityYear, GraduatingClass
from careercraft.calc.citations import Authority, Citation, Standing
from careercraft.calc.contract import ContractError, evidence_from_contract, facts_from_contract
from careercraft.calc.evaluate import StudentResult, evaluate_student, verdict_on, verdicts_on
from careercraft.calc.explain import part_title, sentence, short_title, title
from careercraft.calc.facts import (
    EVIDENCE_KINDS,
    CollegeEnrollment,
    Course,
    Credential,
    Enlistment,
    Score,
    StudentFacts,
)
from careercraft.calc.findings import Fact, Finding, Gap, Level, Message, State
from careercraft.calc.history import NoValueInForce
from careercraft.calc.params import rules_for_class, rules_for_student
from careercraft.calc.rules import RuleSet
from careercraft.calc.steps import ClosedWay, NextStep, closed_ways, next_steps, open_ways

__all__ = [
    "EVIDENCE_KINDS",
    "AccountabilityYear",
    "Authority",
    "Citation",
    "ClosedWay",
    "CollegeEnrollment",
    "ContractError",
    "Course",
    "Credential",
    "Enlistment",
    "Fact",
    "Finding",
    "Gap",
    "GraduatingClass",
    "Level",
    "Message",
    "NextStep",
    "NoValueInForce",
    "RuleSet",
    "Score",
    "Standing",
    "State",
    "StudentFacts",
    "StudentResult",
    "StudentVerdict",
    "closed_ways",
    "evaluate_student",
    "evidence_from_contract",
    "facts_from_contract",
    "next_steps",
    "open_ways",
    "part_title",
    "rules_for_class",
    "rules_for_student",
    "sentence",
    "short_title",
    "title",
    "verdict_on",
    "verdicts_on",
]
