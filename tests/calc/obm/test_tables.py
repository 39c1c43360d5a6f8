"""The parameters of the outcomes-based measures hold what ``tables.yaml`` writes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from careercraft.calc.history import History, NoValueInForce
from careercraft.calc.obm import words
from careercraft.calc.obm.choices import settings
from careercraft.calc.obm.editions import DOMAINS, Indicator, Requirement, edition
from careercraft.calc.params import rulebook
from careercraft.calc.params.schema import load_yaml

TABLES = load_yaml((Path(__file__).parent / "tables.yaml").read_text("utf-8"), "tables")
EDITIONS = sorted(TABLES["editions"])
SETTINGS = sorted(TABLES["settings"])
VALUES = sorted(TABLES["values"])
NAMES_OF_OWN_YEARS = {"edition", "path"}


def held(history: History[Any]) -> dict[int, Any]:
    """What a parameter holds, by the year from which it does."""
    return {one.start: "ended" if one.dated is None else one.dated.value for one in history.entries}


def files_of(id_: str) -> dict[str, History[Any]]:
    folder = f"obm/{id_}/"
    found = rulebook().histories.items()
    return {name.removeprefix(folder): one for name, one in found if name.startswith(folder)}


def asked(requirement: Requirement) -> str:
    """A requirement as the tables write it."""
    if not requirement.known:
        return "to be typed"
    said = [f"after {requirement.after}"] if requirement.after else []
    said += [f"all of {' '.join(requirement.all_of)}"] if requirement.all_of else []
    if requirement.at_least:
        said.append(f"{requirement.at_least} of {' '.join(requirement.among)}")
    return ", ".join(said)


def row(one: Indicator) -> list[Any]:
    """An indicator as the tables write it, with its targets in words."""
    targets = [words.target_words(target) for target in one.targets.values()]
    return [one.domain, one.measure, dict(one.given), one.population, one.by, targets]


@pytest.mark.parametrize("id_", EDITIONS)
def test_an_edition_is_what_its_table_says(id_: str) -> None:
    table, files = TABLES["editions"][id_], files_of(id_)
    assert held(files["edition"]) == table["edition"]
    paths = {year: value["statuses"] for year, value in held(files["path"]).items()}
    assert paths == table["path"]
    first = next(iter(table["edition"].values()))
    one = edition(first["model"], first["name"], table["holds"][0])
    assert one.needs_improvement.value._asdict() == table["needs_improvement"]
    assert one.distinction.value.takes == table["distinction"]
    for domain in DOMAINS:
        found = {level: asked(each) for level, each in one.domains[domain].requirements.items()}
        assert found == table[domain]
    assert {each.id: row(each) for each in one.indicators.values()} == table["indicators"]


@pytest.mark.parametrize("id_", EDITIONS)
def test_every_file_of_an_edition_holds_in_the_same_years(id_: str) -> None:
    holds = TABLES["editions"][id_]["holds"]
    for name, history in files_of(id_).items():
        if name not in NAMES_OF_OWN_YEARS:
            assert [each.start for each in history.entries] == holds, name
            assert [each.dated is None for each in history.entries] == [False, True][: len(holds)]


@pytest.mark.parametrize("id_", EDITIONS)
def test_an_edition_holds_from_its_first_year_to_its_last(id_: str) -> None:
    table = TABLES["editions"][id_]
    first, *ended = table["holds"]
    name = table["edition"][first]["model"], table["edition"][first]["name"]
    assert edition(*name, first).designation_year == first
    for outside in (first - 1, *ended):
        with pytest.raises(NoValueInForce):
            edition(*name, outside)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_offers_what_its_table_says(name: str) -> None:
    table, setting = TABLES["settings"][name], settings()[name]
    assert list(held(rulebook().histories[f"obm/settings/{name}"])) == [table["from"]]
    assert (setting.default, [*setting.allowed]) == (table["default"], table["allowed"])
    assert [*setting.measures] == table["measures"]


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_what_its_table_says(name: str) -> None:
    assert held(rulebook().histories[f"obm/{name}"]) == TABLES["values"][name]


def test_the_tables_leave_no_parameter_out() -> None:
    told = {f"obm/{name}" for name in VALUES} | {f"obm/settings/{name}" for name in SETTINGS}
    told |= {f"obm/{id_}/{name}" for id_ in EDITIONS for name in files_of(id_)}
    assert told == {name for name in rulebook().histories if name.startswith("obm/")}
