"""What a campus needs to know of one student: the states, without the reasons.

An outcome can be taken from a result just judged or from a stored one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from careercraft.calc.accountability.student import StudentVerdict
from careercraft.calc.accountability.tiered import RANKED, highest
from careercraft.calc.campus.limits import limited_tier
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.credentials import met_certifications, tier
from careercraft.calc.evaluate import StudentResult
from careercraft.calc.facts import StudentFacts
from careercraft.calc.findings import Level, State
from careercraft.calc.rules import RuleSet

IBC = "ibc"


class Outcome(NamedTuple):
    """The states of one student.

    ``sure_level`` and ``possible_level`` are ``None`` outside the tiered edition. The two flags
    say that nothing but a limited certification meets the student.
    """

    state: State
    indicators: Mapping[str, State]
    only_by_sunsetting_ibc: bool = False
    only_by_tier_3_ibc: bool = False
    sure_level: Level | None = None
    possible_level: Level | None = None

    @property
    def may_meet_another(self) -> bool:
        """Whether an indicator that is not known yet could still be met."""
        return State.UNKNOWN in self.indicators.values()


def outcome_of(
    judged: StudentResult | StudentVerdict, facts: StudentFacts, rules: RuleSet
) -> Outcome:
    """Return the states of a result or a verdict; the facts tell the tier of certifications."""
    return Outcome(
        state=judged.state,
        indicators={id_: one.state for id_, one in judged.indicators.items()},
        only_by_sunsetting_ibc=judged.only_by_sunsetting_ibc,
        only_by_tier_3_ibc=_only_by_limited_tier(judged, facts, rules),
        sure_level=_sure_level(judged),
        possible_level=_possible_level(judged),
    )


def _only_by_limited_tier(
    judged: StudentResult | StudentVerdict, facts: StudentFacts, rules: RuleSet
) -> bool:
    """Tell whether every certification that meets the student is of the limited tier.

    A tier that is not known is not taken for the limited one.
    """
    limited = limited_tier(rules.accountability_year)
    if limited is None:
        return False
    met = [id_ for id_, one in judged.indicators.items() if one.state is State.MET]
    if met != [IBC]:
        return False
    return all(tier(one, rules) == limited for one in met_certifications(Case(facts, rules)))


def _sure_level(judged: StudentResult | StudentVerdict) -> Level | None:
    """Return the highest level that an indicator shows for sure."""
    if judged.level is None or judged.level is not Level.UNKNOWN:
        return judged.level
    sure = highest(level for level in judged.levels.values() if level in RANKED)
    met_at_all = RANKED[1] if judged.state is State.MET else Level.NONE
    return highest((sure, met_at_all))


def _possible_level(judged: StudentResult | StudentVerdict) -> Level | None:
    """Return the highest level there is where the level is not known."""
    return RANKED[-1] if judged.level is Level.UNKNOWN else judged.level
