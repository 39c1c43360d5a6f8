"""Every column and term has its entry, every entry says something and leads where it says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from careercraft.calc.criteria import INDICATORS
from careercraft.calc.params import rulebook
from careercraft.services import glossary
from careercraft.services.glossary import chapters, chosen, matching, of_column
from careercraft.services.rosters.words import CHOICES_OF_COLUMNS
from careercraft.services.rules import SECTIONS

TEMPLATES = Path(glossary.__file__).parents[2] / "templates"
HEAD = re.compile(r'(?:plain_header|sort_header)\("([^"]+)"')
SAY_THEMSELVES = frozenset(
    Path(__file__).with_name("plain_heads.txt").read_text("utf-8").splitlines()
)
"""Heads whose word needs no explanation."""


def _heads() -> set[str]:
    texts = [path.read_text("utf-8") for path in sorted(TEMPLATES.rglob("*.html"))]
    return {head for text in texts for head in HEAD.findall(text)}


def _entries() -> list[glossary.Entry]:
    return [entry for chapter in chapters() for entry in chapter.entries]


def test_every_head_of_a_table_is_explained_or_says_itself() -> None:
    heads = _heads()
    assert len(heads) > 100
    lost = {h for h in heads if of_column(h.strip()) is None and h.strip() not in SAY_THEMSELVES}
    assert lost == set()


def test_every_column_that_a_roster_offers_is_explained_or_says_itself() -> None:
    lost = {h for h in CHOICES_OF_COLUMNS.values() if of_column(h) is None} - SAY_THEMSELVES
    assert lost == set()


def test_no_head_is_explained_twice_and_none_that_no_table_has() -> None:
    explained = Counter(head.strip() for entry in _entries() for head in entry.columns)
    assert [head for head, times in explained.items() if times > 1] == []
    written = {head.strip() for head in _heads()} | set(CHOICES_OF_COLUMNS.values())
    assert set(explained) - written == set()


def test_every_indicator_has_its_entry() -> None:
    explained = {entry.rule for entry in _entries()}
    assert set(INDICATORS) - explained == set()


@pytest.mark.parametrize("entry", _entries(), ids=lambda entry: entry.id)
def test_an_entry_says_a_sentence_without_a_value_of_the_law(entry: glossary.Entry) -> None:
    assert entry.meaning.endswith(".")
    figures = set(re.findall(r"\d+", entry.meaning))
    assert figures <= NAMED_FIGURES, f"{entry.id} tells a figure: it belongs into a parameter"


NAMED_FIGURES = frozenset({"2030", "31", "18", "9", "12"})
"""Figures that name a thing: the class of 2030, August 31, the age of rights, grades 9 and 12."""


def test_every_rule_of_an_entry_is_a_place_of_the_rules_pages() -> None:
    areas = {name.partition("/")[0] for name in rulebook().histories} | {"ratings", "obm", "bonus"}
    named = {entry.rule for entry in _entries() if entry.rule}
    assert named
    assert named - set(SECTIONS) - areas == set()


def test_ids_stand_once() -> None:
    ids = [entry.id for entry in _entries()]
    assert len(ids) == len(set(ids))


def test_a_word_is_found_by_what_else_it_is_called_and_in_spanish() -> None:
    assert "obm" in {one.id for chapter in matching("outcomes-based") for one in chapter.entries}
    assert "dual_credit" in {one.id for chapter in matching("DOBLE") for one in chapter.entries}
    assert matching("no such word anywhere") == ()


def test_ids_that_are_not_there_are_left_out() -> None:
    assert [one.id for one in chosen(["ibc", "nothing", "met"])] == ["met", "ibc"]
