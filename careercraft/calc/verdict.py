"""A verdict without its reason: the state of a question, and how sure it is.

Whoever counts reads no reasons. Every question can therefore be asked for its verdict alone; what
is then found is the verdict of the finding that would tell it. ``verdicts`` combines them.
"""

from __future__ import annotations

from careercraft.calc.citations import ASSUMED, READ, SECONDARY, Standing
from careercraft.calc.finding import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, State


class Verdict(int):
    """A state with its standing; there is one of each, and the higher one decides ``any_of``.

    ``opposite`` is met for not met and not met for met: what decides ``all_of`` is the opposite of
    what decides ``any_of`` of the opposites. ``opened`` is unknown for not met, and otherwise the
    same.
    """

    state: State
    standing: Standing
    opposite: Verdict
    opened: Verdict

    def __repr__(self) -> str:
        return f"Verdict({self.state.value}, {self.standing.value})"


LEAST_DECISIVE_FIRST = (
    (NOT_APPLICABLE, READ),
    *((NOT_MET, standing) for standing in (READ, SECONDARY, ASSUMED)),
    *((UNKNOWN, standing) for standing in (READ, SECONDARY, ASSUMED)),
    *((MET, standing) for standing in (ASSUMED, SECONDARY, READ)),
)
"""Met decides, best where it is surest; else unknown, else not met, as unsure as the least sure."""

OPPOSITE = {MET: NOT_MET, NOT_MET: MET}
OPENED = {NOT_MET: UNKNOWN}
VERDICTS = {pair: Verdict(rank) for rank, pair in enumerate(LEAST_DECISIVE_FIRST)}
for (_state, _standing), _verdict in VERDICTS.items():
    _verdict.state, _verdict.standing = _state, _standing
    _verdict.opposite = VERDICTS[OPPOSITE.get(_state, _state), _standing]
    _verdict.opened = VERDICTS[OPENED.get(_state, _state), _standing]

NOT_ASKED = VERDICTS[NOT_APPLICABLE, READ]
SURELY_MET = VERDICTS[MET, READ]
SURELY_NOT_MET = VERDICTS[NOT_MET, READ]
SURELY_UNKNOWN = VERDICTS[UNKNOWN, READ]
