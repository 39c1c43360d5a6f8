"""The rules of accountability as the outcomes bonus changes them.

The bonus judges by the same criteria. What it asks otherwise is put in place of accountability's
own value here, so that no criterion needs to know what it is used for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from careercraft.calc.calendar import GraduatingClass
from careercraft.calc.params import rulebook
from careercraft.calc.rules import DayOfYear, RuleSet, once_per_rules


@once_per_rules
def bonus_rules(rules: RuleSet) -> RuleSet:
    """Return a class's rules with the deadlines and evidence of the outcomes bonus."""
    bonus, windows = rules.bonus, rules.windows
    return replace(
        rules,
        military=bonus.military,
        ibc_regime=bonus.ibc_program_of_study,
        windows=windows._replace(
            associate_degree=bonus.deadline_associate_degree,
            ibc=bonus.deadline_certificate,
            level_certificate=bonus.deadline_certificate,
            enlistment=bonus.deadline_enlistment,
        ),
    )


def tenth_class_day_passed(class_of: int) -> date:
    """Return a day by which the tenth class day of a class's fall has passed nearly everywhere.

    Raises ``NoValueInForce`` for a class before the first that earned a bonus.
    """
    rule = rulebook().at("bonus/tenth_class_day_passed", DayOfYear, GraduatingClass(class_of))
    return date(class_of, rule.value.month, rule.value.day)
