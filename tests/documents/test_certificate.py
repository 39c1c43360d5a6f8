"""The words of a certificate of destruction: the same in both languages, and for all it can say."""

from __future__ import annotations

from typing import Any

from careercraft.documents.certificate import certificate_words
from careercraft.privacy.deidentifying import AGREEMENT, ATTESTED, LAW
from careercraft.privacy.retention import schedule


def names_in(words: Any, at: str = "") -> set[str]:
    if not isinstance(words, dict):
        return {at}
    return {name for key, inner in words.items() for name in names_in(inner, f"{at}.{key}")}


def test_spanish_says_everything_that_english_says() -> None:
    english, spanish = (names_in(certificate_words(one)) for one in ("en", "es"))
    assert english <= spanish


def test_every_reason_to_keep_something_longer_is_told_in_spanish() -> None:
    because = certificate_words("es")["kept_because"]
    assert because.keys() == {kind.id for kind in schedule() if kind.kept_longer}


def test_what_was_made_sure_of_and_on_what_ground_is_told_in_spanish() -> None:
    words = certificate_words("es")["deidentified"]
    assert words["attested"].keys() == ATTESTED.keys()
    assert words["grounds"].keys() == {AGREEMENT, LAW}
