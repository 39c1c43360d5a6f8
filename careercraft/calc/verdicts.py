"""How verdicts are made of answers, and combined.

The rules of combining are those of ``findings.any_of`` and ``findings.all_of``, as an order: of
several verdicts, the one that decides is the highest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from careercraft.calc.citations import Standing
from careercraft.calc.finding import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Finding
from careercraft.calc.verdict import NOT_ASKED, VERDICTS, Verdict

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
