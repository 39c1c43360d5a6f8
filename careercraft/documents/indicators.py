"""The indicators as a printed page shows them: those with a reason of their own, then the rest."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from careercraft.calc import Finding, Level, State, StudentResult, sentence, short_title
from careercraft.calc.explain import level_word, part_title, state_word
from careercraft.documents.wording import wording

ORDER = (State.MET, State.NOT_MET, State.UNKNOWN)
FARTHEST = Decimal(2)
NOTHING_ON_FILE = ("_none", "_nothing")


class IndicatorRow(NamedTuple):
    """One indicator with its state in a word and the reason in short."""

    title: str
    state: State
    word: str
    reason: str


class AlikeIndicators(NamedTuple):
    """Indicators of one state that share their reason."""

    titles: str
    state: State
    word: str
    reason: str


class Indicators(NamedTuple):
    """Every indicator, each in one of the two places."""

    rows: tuple[IndicatorRow, ...]
    alike: tuple[AlikeIndicators, ...]


def indicators(result: StudentResult, language: str) -> Indicators:
    """Return met indicators first, then the closest; those without any record together."""
    told = [(id_, f) for id_, f in result.indicators.items() if _shared_reason(f) is None]
    told.sort(key=lambda one: (ORDER.index(one[1].state), _distance(one[1])))
    return Indicators(
        tuple(_row(id_, finding, language) for id_, finding in told),
        tuple(_alike(result, language)),
    )


def met_indicators(result: StudentResult) -> list[str]:
    """Return the ids of the indicators that are met."""
    return [id_ for id_, finding in result.indicators.items() if finding.state is State.MET]


def listed(ids: Iterable[str], language: str) -> str:
    """Return indicators by their short names, one after the other."""
    return str(wording(language)["list"]).join(short_title(id_, language) for id_ in ids)


def indicator_word(state: State, level: Level | None, language: str) -> str:
    """Return the word for an indicator's state; in the tiered edition, for the level it earns."""
    if state is not State.MET or level is None:
        return state_word(state.value, language)
    if level is Level.UNKNOWN:
        return str(wording(language)["indicators"]["level_not_known"])
    return level_word(level.value, language)


def _row(id_: str, finding: Finding, language: str) -> IndicatorRow:
    reason = _tsi_reason(finding, language) if id_ == "tsi" else sentence(finding.because, language)
    word = indicator_word(finding.state, finding.level, language)
    return IndicatorRow(short_title(id_, language), finding.state, word, reason)


def _tsi_reason(finding: Finding, language: str) -> str:
    """The gates already say why TSI is as it is."""
    words = wording(language)["indicators"]
    still_open = [part.id for part in finding.parts if part.state is not State.MET]
    if not still_open:
        return str(words["see_above"])
    subjects = wording(language)["list"].join(part_title(part, language) for part in still_open)
    return str(words["open_subjects"]).format(subjects=subjects)


def _shared_reason(finding: Finding) -> str | None:
    """Return the key of the reason that needs no row of its own; TSI always has its row."""
    unheard = finding.fact is None and not finding.evidence
    if finding.state is State.NOT_APPLICABLE:
        return "does_not_apply"
    if finding.id == "tsi" or not unheard:
        return None
    if finding.state is State.UNKNOWN and finding.missing:
        return "not_loaded"
    nothing = finding.because.key.endswith(NOTHING_ON_FILE)
    return "nothing_on_file" if finding.state is State.NOT_MET and nothing else None


def _alike(result: StudentResult, language: str) -> Iterable[AlikeIndicators]:
    words = wording(language)["indicators"]
    for reason in ("nothing_on_file", "not_loaded", "does_not_apply"):
        found = {i: f for i, f in result.indicators.items() if _shared_reason(f) == reason}
        if found:
            state = next(iter(found.values())).state
            word = state_word(state.value, language)
            yield AlikeIndicators(listed(found, language), state, word, str(words[reason]))


def _distance(finding: Finding) -> Decimal:
    return finding.gap.share if finding.gap else FARTHEST
