"""A verdict without its reason: the state of a question, and how sure it is.

Whoever counts reads no reasons. Every question can therefore be asked for its verdict alone; what
is then found is the verdict of the finding that would tell it. The rules of combining are those of
``findings.any_of`` and ``findings.all_of``, as an order: of several verdicts, the one that decides
is the highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from careercraft.calc.citations import ASSUMED, READ, SECONDARY, Standing
from careercraft.calc.finding import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Finding, State


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

ByAnswer = dict[bool | None, Verdict]


def by_answer(standing: Standing) -> ByAnswer:
    """Return the verdict of a plain yes (``True``), no (``False``) or not known (``None``)."""
    return {
        True: VERDICTS[MET, standing],
        False: VERDICTS[NOT_MET, standing],
        None: VERDICTS[UNKNOWN, standing],
    }


def verdict_of(finding: Finding) -> Verdict:
    """Return the verdict of a finding; of what is not asked, how sure it is does not matter."""
    if finding.state is NOT_APPLICABLE:
        return NOT_ASKED
    return VERDICTS[finding.state, finding.standing]


def any_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of what any one of some questions is enough for."""
    return max(verdicts, default=NOT_ASKED)


def all_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict of what needs every one of some questions."""
    return max([verdict.opposite for verdict in verdicts], default=NOT_ASKED).opposite


def both(one: Verdict, other: Verdict) -> Verdict:
    """Return the verdict of what needs two questions."""
    return max(one.opposite, other.opposite).opposite


def all_of_each(*columns: Sequence[Verdict]) -> list[Verdict]:
    """Return, place by place, the verdict of what needs every one of some questions."""
    decides = map(max, *[map(_OPPOSITE, column) for column in columns])
    return list(map(_OPPOSITE, decides))


_OPPOSITE = attrgetter("opposite")
