"""The Outcomes Bonus: money per class, students behind it, "what if", and the state's word."""

from careercraft.blueprints.bonus import district, scenarios, settings, state, state_totals
from careercraft.blueprints.bonus.area import bonus

__all__ = ["bonus", "district", "scenarios", "settings", "state", "state_totals"]
