"""Words for editions, indicators, targets, settings and designations, in English and Spanish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from careercraft.calc.explain import catalog, fill, term
from careercraft.calc.obm import targets as kinds
from careercraft.calc.obm.targets import Target

DEFAULT_LEVELS = "default"


def model_name(model: str, language: str = "en") -> str:
    """Return the name of a model."""
    return str(_words(language)["models"][model])


def domain_title(domain: str, language: str = "en") -> str:
    """Return the name of a domain."""
    return str(_words(language)["domains"][domain])


def indicator_title(edition_id: str, indicator: str, language: str = "en") -> str:
    """Return the short name of an indicator of an edition."""
    return str(_words(language)["indicators"][edition_id][indicator])


def level_name(edition_id: str, level: str, language: str = "en") -> str:
    """Return the name that an edition gives to a level."""
    levels = _words(language)["levels"]
    return str(levels.get(edition_id, levels[DEFAULT_LEVELS])[level])


def status_word(status: str, language: str = "en") -> str:
    """Return the name of a designation."""
    return term(f"obm.status.{status}", language)


def population(id_: str, language: str = "en") -> str:
    """Return whom an indicator counts."""
    return str(_words(language)["populations"][id_])


def by_when(id_: str, language: str = "en") -> str:
    """Return by when an indicator is to be met."""
    return str(_words(language)["by"][id_])


def pace_word(pace: str, language: str = "en") -> str:
    """Return the word for a student's pace."""
    return str(_words(language)["paces"][pace])


def standing_word(standing: str, language: str = "en") -> str:
    """Return the word for where a student stands in an indicator."""
    return str(_words(language)["standings"][standing])


def setting_question(name: str, language: str = "en") -> str:
    """Return the question that a setting answers."""
    return str(_words(language)["settings"][name]["question"])


def setting_value(name: str, value: str, language: str = "en") -> str:
    """Return one answer to the question of a setting."""
    return str(_words(language)["settings"][name][value])


def assumption_words(name: str, value: str, language: str = "en") -> tuple[str, str]:
    """Return the question and the answer of anything that a result rests on.

    An answer without words, a document or a number for example, is returned as it is.
    """
    words = _words(language)
    asked = {**words["settings"], **words["assumptions"]}[name]
    return str(asked["question"]), str(asked.get(value, value))


def target_words(target: Target, language: str = "en") -> str:
    """Return a target in words, for example "at most 25 points under the district"."""
    words = _words(language)["targets"]
    if isinstance(target, kinds.Together):
        return f" {words['and']} ".join(target_words(part, language) for part in target.parts)
    template = str(words[TEMPLATES[type(target)]])
    if isinstance(target, kinds.AtLeast) and target.of != kinds.WHOLE:
        part = _words(language)["parts"][target.of]
        return fill(str(words["part"]), {"percent": target.percent, "part": part}, language)
    return fill(template, target._asdict(), language)


TEMPLATES: Mapping[type, str] = {
    kinds.AtLeast: "at_least",
    kinds.DueByYear: "due_by_year",
    kinds.UnderDistrictAtMost: "under_district_at_most",
    kinds.UnderStateAtMost: "under_state_at_most",
    kinds.AboveState: "above_state",
    kinds.AtLeastState: "at_least_state",
    kinds.AtLeastDistrict: "at_least_district",
    kinds.MergedInto: "merged_into",
    kinds.NotConsidered: "not_considered",
    kinds.NeverSet: "never_set",
    kinds.ToBeTyped: "to_be_typed",
}


def _words(language: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = catalog(language)["obm"]
    return words
