"""Why a student is met or not, and what would change it, in sentences."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.calc import Finding, State, StudentResult, sentence, short_title
from careercraft.calc.explain import part_title, term
from careercraft.calc.ways import shortest_ways
from careercraft.filters import listed

ROUTES = {
    "sat": "SAT",
    "act": "ACT",
    "tsia1": "TSIA",
    "tsia2": "TSIA2",
    "college_prep": "college preparatory course",
}


class WayInWords(NamedTuple):
    """One way forward: all of its actions are needed, or any one of them."""

    indicator: str
    actions: tuple[str, ...]
    all_needed: bool


def reason(result: StudentResult) -> str:
    """Why a student is met, not met or undecided, in one or two sentences."""
    if result.state is State.MET:
        return _why_met(result)
    if result.state is State.NOT_MET:
        return _why_not_met(result)
    return _why_undecided(result)


def _why_met(result: StudentResult) -> str:
    met = [id_ for id_, finding in result.indicators.items() if finding.state is State.MET]
    if met == ["tsi"]:
        told = f"Met by TSI: {_opened(result.indicators['tsi'])}."
    elif len(met) == 1:
        told = f"Met by {short_title(met[0])}. {sentence(result.indicators[met[0]].because)}"
    else:
        told = f"Met by {len(met)} indicators: {listed([short_title(id_) for id_ in met])}."
    if result.only_by_sunsetting_ibc:
        told += " Nothing else is met yet."
    return told


def _why_not_met(result: StudentResult) -> str:
    nearest = _nearest(result)
    if nearest is None:
        return "No indicator is met, and nothing on file comes near one."
    return f"No indicator is met. Nearest: {sentence(nearest.because)}"


def _why_undecided(result: StudentResult) -> str:
    nearest = _nearest(result)
    near = f" Nearest so far: {sentence(nearest.because)}" if nearest else ""
    missing = dict.fromkeys(
        kind for finding in _undecided(result) for kind in finding.missing if finding.missing
    )
    if not missing:
        return f"No indicator is met by what is on file, and one still depends on a record.{near}"
    kinds = listed([term(f"source.{kind}") for kind in missing])
    return f"Not met by what is loaded so far. Still to be loaded: {kinds}.{near}"


def _undecided(result: StudentResult) -> list[Finding]:
    return [one for one in result.indicators.values() if one.state is State.UNKNOWN]


def _nearest(result: StudentResult) -> Finding | None:
    """The open indicator with the smallest gap; of TSI, only what is missing is told."""
    open_ = [one for one in result.indicators.values() if one.gap and one.state is not State.MET]
    return min(open_, key=lambda one: one.gap.share if one.gap else 1, default=None)


def ways(result: StudentResult) -> tuple[WayInWords, ...]:
    """The ways forward, shortest first."""
    return tuple(
        WayInWords(
            short_title(way.indicator), tuple(step.action for step in way.steps), way.all_needed
        )
        for way in shortest_ways(result)
    )


def mixing(tsi: Finding) -> str | None:
    """Which test opened which subject, where they are two different ones."""
    if tsi.state is not State.MET:
        return None
    if len({_opened_by(part) for part in tsi.parts}) == 1:
        return None
    return f"Met by a mix: {_opened(tsi)}."


def _opened(tsi: Finding) -> str:
    tests = {_opened_by(part) for part in tsi.parts}
    if len(tests) == 1:
        return f"both subjects by the {tests.pop()}"
    parts = [f"{part_title(part.id).lower()} by the {_opened_by(part)}" for part in tsi.parts]
    return listed(parts)


def _opened_by(subject: Finding) -> str:
    return next(ROUTES[route.id] for route in subject.parts if route.state is State.MET)
