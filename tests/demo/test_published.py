"""The figures that the demonstration is drawn after are those that the state published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from careercraft.demo.data import read

STATE_FILE = (
    Path(__file__).resolve().parents[3] / "shared" / "samples" / "tea_tapr_2023"
) / "STATEPERF1_2023.csv"


@pytest.fixture(scope="module")
def state() -> dict[str, str]:
    if not STATE_FILE.exists():
        pytest.skip("the published state file is not beside this repository")
    with STATE_FILE.open(encoding="latin-1", newline="") as file:
        return next(iter(csv.DictReader(file)))


@pytest.mark.parametrize("indicator", read("published")["ready"])
def test_a_rate_is_that_of_the_state_file(state: dict[str, str], indicator: str) -> None:
    figure = read("published")["ready"][indicator]
    assert float(state[f"S{figure['mnemonic']}"]) == figure["percent"]


@pytest.mark.parametrize("group", read("published")["groups"])
def test_a_share_is_that_of_the_state_file(state: dict[str, str], group: str) -> None:
    figure = read("published")["groups"][group]
    graduates = int(state["SA0GP22D"])
    share = 100 * int(state[f"S{figure['mnemonic']}"]) / graduates
    assert round(share, 1) == figure["percent"]
    assert graduates == read("published")["source"]["graduates"]
