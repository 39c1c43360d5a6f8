"""What a district types in from its own letter, where the state's table was not found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from careercraft.calc.citations import Authority, Citation, Standing
from careercraft.calc.obm.editions import Domain, Edition, Indicator, Requirement
from careercraft.calc.obm.targets import Target, ToBeTyped

LETTER = Citation("district", "", None, "")


class AlreadyKnown(ValueError):  # noqa: N818 - it reads as the sentence it is
    """The state's own text gives this; a district does not type over it."""


class Typed(NamedTuple):
    """Targets by indicator and level, requirements by domain and level, and the document."""

    targets: Mapping[str, Mapping[str, Target]]
    requirements: Mapping[str, Mapping[str, Requirement]]
    document: str


def with_typed(edition: Edition, typed: Typed) -> Edition:
    """Return the edition with what the district typed; what it left out stays to be typed.

    Raises ``AlreadyKnown`` for a target or requirement that the edition has itself.
    """
    authority = Authority(
        (LETTER._replace(at=typed.document, title=typed.document),), Standing.SECONDARY
    )
    indicators = {
        id_: _indicator(one, typed.targets.get(id_, {}), authority)
        for id_, one in edition.indicators.items()
    }
    domains = {
        id_: _domain(one, typed.requirements.get(id_, {}), authority)
        for id_, one in edition.domains.items()
    }
    return edition._replace(indicators=indicators, domains=domains, typed_from=typed.document)


def _indicator(
    indicator: Indicator, targets: Mapping[str, Target], authority: Authority
) -> Indicator:
    if not targets:
        return indicator
    for level in targets:
        if not isinstance(indicator.targets[level], ToBeTyped):
            raise AlreadyKnown(f"{indicator.id}.{level}")
    return indicator._replace(targets={**indicator.targets, **targets}, authority=authority)


def _domain(
    domain: Domain, requirements: Mapping[str, Requirement], authority: Authority
) -> Domain:
    if not requirements:
        return domain
    for level in requirements:
        if domain.requirements[level].known:
            raise AlreadyKnown(f"{domain.id}.{level}")
    return domain._replace(
        requirements={**domain.requirements, **requirements}, authority=authority
    )
