"""The state's four-year graduation rate, against which programs are held."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from careercraft.calc.calendar import SchoolYear
from careercraft.calc.history import Dated, History
from careercraft.calc.obm.editions import history_of


class StateRate(NamedTuple):
    """The state's class: its graduates, its size, and the rate as published."""

    graduates: int
    class_size: int
    percent: Decimal


def state_rate(class_of: int) -> Dated[StateRate] | None:
    """Return the state's rate for the class of a year; ``None`` where it is not known."""
    history: History[StateRate] = history_of("state_graduation_rate", StateRate)
    return history.found(SchoolYear(class_of))


def newest_state_rate(class_of: int) -> tuple[int, Dated[StateRate]] | None:
    """Return the newest class not after that year whose rate is known, with its rate."""
    history: History[StateRate] = history_of("state_graduation_rate", StateRate)
    for entry in reversed(history.entries):
        if entry.dated is not None and entry.start <= class_of:
            return entry.start, entry.dated
    return None
