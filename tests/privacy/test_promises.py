"""The promises are whole in both languages, and a material change has its notice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from careercraft.privacy.parameters import STANDINGS
from careercraft.privacy.promises import (
    TermsFault,
    announced,
    holding,
    page_words,
    read_versions,
    statements,
    vendors,
    versions,
)
from careercraft.privacy.retention import ScheduleFault, read_schedule, schedule

BOTH = {"en", "es"}
FIRST = date(2026, 1, 1)
WORDS = {"en": "New", "es": "Nuevo"}


def version(id_: str, announced_on: date, days: int, *, material: bool = True) -> dict[str, Any]:
    return {
        "id": id_,
        "announced_on": announced_on,
        "holds_from": announced_on + timedelta(days=days),
        "material": material,
        "changed": WORDS,
        "sections": [{"title": WORDS, "text": WORDS}],
    }


def test_everything_is_said_in_english_and_spanish() -> None:
    said = [one.promise for one in statements()]
    said += [words for one in vendors() for words in one[1:]]
    said += [words for one in versions() for part in one.sections for words in part]
    said += [words for kind in schedule() for words in (kind.title, kind.what, kind.why)]
    assert len(said) > 60
    assert all(set(words) == BOTH and all(words.values()) for words in said)
    english, spanish = page_words()["en"], page_words()["es"]
    assert english.keys() == spanish.keys()
    assert english["after"].keys() == spanish["after"].keys()


def test_no_advertising_and_no_sale_are_promised_with_the_law_they_rest_on() -> None:
    promised = {one.id: one for one in statements()}
    assert promised.keys() >= {"no_advertising", "no_sale"}
    assert all(one.cite and one.standing in STANDINGS for one in promised.values())


@pytest.mark.parametrize(("days", "good"), [(29, False), (30, True)])
def test_a_material_change_is_announced_thirty_days_before(days: int, good: bool) -> None:
    entries = [version("2", FIRST, days)]
    if good:
        assert read_versions(entries)[0].id == "2"
    else:
        with pytest.raises(TermsFault, match="30 days"):
            read_versions(entries)
    assert read_versions([version("2", FIRST, days, material=False)])


def test_a_version_is_announced_first_and_holds_from_its_day() -> None:
    known = read_versions([version("1", date(2025, 6, 1), 30), version("2", FIRST, 30)])
    before, holds = FIRST + timedelta(days=29), FIRST + timedelta(days=30)
    assert (holding(before, known).id, holding(holds, known).id) == ("1", "2")
    coming = announced(before, known)
    assert coming is not None
    assert coming.id == "2"
    assert announced(holds, known) is None


def test_the_schedule_refuses_what_it_cannot_keep() -> None:
    entry = (
        "- {id: a, title: {en: A, es: A}, what: {en: A, es: A}, why: {en: A, es: A}, "
        "period: task_days, clock: ended, basis: B, then: THEN, tables: {t: {about: none}}}\n"
    )
    assert read_schedule(entry.replace("THEN", "destroyed"))[0].id == "a"
    with pytest.raises(ScheduleFault, match="kept_longer"):
        read_schedule(entry.replace("THEN", "kept"))
    with pytest.raises(ScheduleFault, match="more than one kind: t"):
        read_schedule(entry.replace("THEN", "destroyed") * 2)
