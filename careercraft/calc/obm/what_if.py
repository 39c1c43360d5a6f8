"""What the figures would be if more students met an indicator. Nothing on file changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from careercraft.calc.obm.figures import Count, Figure, Share
from careercraft.calc.obm.measure import Measured
from careercraft.calc.obm.measures.verdict import Line, Standing, count


def with_more(figures: Mapping[str, Figure], more: Mapping[str, int]) -> dict[str, Figure]:
    """Return the figures with so many more students meeting some indicators, or fewer.

    Never more than were counted, never fewer than none. A figure without a count stays.
    """
    return {id_: _more(figure, more.get(id_, 0)) for id_, figure in figures.items()}


def with_students(
    measured: Mapping[str, Measured], chosen: Mapping[str, Collection[str]]
) -> dict[str, Figure]:
    """Return the figures as if the chosen students met some indicators, by their refs.

    A student left out only for want of a result is counted then.
    """
    return {id_: _chosen(one, chosen.get(id_, ())) for id_, one in measured.items()}


def _more(figure: Figure, more: int) -> Figure:
    shares = {name: _shifted(share, more) for name, share in figure.shares.items()}
    return figure._replace(shares=shares)


def _shifted(share: Share, more: int) -> Share:
    if share.tally is None:
        return share
    numerator, denominator, unknown = share.tally
    moved = min(denominator, max(0, numerator + more))
    return Share.counted(Count(moved, denominator, min(unknown, denominator - moved))) or share


def _chosen(measured: Measured, refs: Collection[str]) -> Figure:
    shares = dict(measured.figure.shares)
    for name, lines in measured.parts.items():
        share = Share.counted(count(_as_met(line, refs) for line in lines))
        if share is not None:
            shares[name] = share
    return measured.figure._replace(shares=shares)


def _as_met(line: Line, refs: Collection[str]) -> Line:
    return line._replace(standing=Standing.MET) if line.ref in refs else line
