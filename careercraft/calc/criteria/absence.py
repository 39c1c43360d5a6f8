"""What is found where nothing of a kind is on file."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc.citations import Authority, Standing
from careercraft.calc.finding import NOT_MET, Everybodys
from careercraft.calc.findings import Finding, Message, holds, not_loaded
from careercraft.calc.verdict import SURELY_NOT_MET, SURELY_UNKNOWN, Verdict


class Absence(NamedTuple):
    """Not met if everything of the kind is known, otherwise unknown: the same for everybody."""

    kind: str
    none_on_file: Everybodys
    never_given: Everybodys

    def judged(self, known: frozenset[str]) -> Finding:
        """Return the finding for a student of whom these kinds of evidence are known."""
        return self.none_on_file if self.kind in known else self.never_given

    def verdict(self, known: frozenset[str]) -> Verdict:
        """Return the verdict of that finding."""
        return SURELY_NOT_MET if self.kind in known else SURELY_UNKNOWN


def absence(id_: str, kind: str, because: Message, authority: Authority, action: str) -> Absence:
    """Put into words that nothing of a kind is on file. No value decided it, so it is sure."""
    sure = Authority(authority.cite, Standing.READ)
    next_ = (action,) if action else ()
    return Absence(
        kind,
        Everybodys(holds(id_, False, because, authority=sure, next_=next_)),
        Everybodys(
            holds(id_, None, not_loaded((kind,)), authority=sure, next_=next_, missing=(kind,))
        ),
    )


def unless_others_exist(finding: Finding, kind: str, known: frozenset[str]) -> Finding:
    """Return what is not met as unknown where more of the kind may exist than is on file."""
    if finding.state is NOT_MET and kind not in known:
        return finding.unknown_without(kind)
    return finding


def open_unless_others_exist(verdict: Verdict, kind: str, known: frozenset[str]) -> Verdict:
    """Return the verdict of ``unless_others_exist``."""
    return verdict if kind in known else verdict.opened
