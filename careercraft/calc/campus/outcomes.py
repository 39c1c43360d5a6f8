"""What a campus needs to know of one student: the states, without the reasons.

An outcome can be taken from a result just judged or from a stored one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from careercraft.calc.accountability.tiered import RANKED, highest
from careercraft.calc.campus.limits import limited_tier
from careercraft.calc.criteria.credentials import tier
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


def outcome_of(result: StudentResult, facts: StudentFacts, rules: RuleSet) -> Outcome:
    """Return the states of a result; the facts tell the tier of its certifications."""
    indicators = {id_: finding.state for id_, finding in result.indicators.items()}
    return Outcome(
        state=result.state,
        indicators=indicators,
        only_by_sunsetting_ibc=result.only_by_sunsetting_ibc,
        only_by_tier_3_ibc=_only_by_limited_tier(result, facts, rules),
        sure_level=_sure_level(result),
        possible_level=_possible_level(result),
    )


def _only_by_limited_tier(result: StudentResult, facts: StudentFacts, rules: RuleSet) -> bool:
    """Tell whether every certification that meets the student is of the limited tier.

    A tier that is not known is not taken for the limited one.
    """
    met = [id_ for id_, finding in result.indicators.items() if finding.state is State.MET]
    limited = limited_tier(rules.accountability_year)
    if met != [IBC] or limited is None:
        return False
    certifications = [one for one in facts.credentials if one.kind == IBC]
    judged = zip(certifications, result.indicators[IBC].parts, strict=True)
    return all(tier(one, rules) == limited for one, found in judged if found.state is State.MET)


def _sure_level(result: StudentResult) -> Level | None:
    """Return the highest level that an indicator shows for sure."""
    if result.level is None or result.level is not Level.UNKNOWN:
        return result.level
    known = (finding.level for finding in result.indicators.values())
    sure = highest(level for level in known if level is not None and level in RANKED)
    met_at_all = RANKED[1] if result.state is State.MET else Level.NONE
    return highest((sure, met_at_all))


def _possible_level(result: StudentResult) -> Level | None:
    """Return the highest level there is where the level is not known."""
    return RANKED[-1] if result.level is Level.UNKNOWN else result.level
