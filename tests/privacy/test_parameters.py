"""The values of privacy law are dated and cited, and a faulty file says where it is faulty."""

from __future__ import annotations

from datetime import date

import pytest

from careercraft.privacy.parameters import (
    FOLDER,
    NotInForce,
    ParameterFault,
    all_in_force,
    in_force,
    read_parameters,
)

VALUE = "{value: 5, cite: a book, url: null, standing: read}"
TWO = f"size: {{description: d, unit: u, values: {{2020-01-01: {VALUE}, 2022-01-01: {VALUE}}}}}"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_file_has_values_in_force_with_their_sources(path) -> None:
    values = all_in_force(path.stem, date(2026, 9, 1))
    assert values
    assert all(one.cite and one.description and one.unit for one in values)


def test_the_newest_value_that_has_begun_is_in_force() -> None:
    dated = read_parameters("a.yaml", TWO)["size"]
    assert [one.since.year for one in dated] == [2020, 2022]


def test_no_value_in_force_is_said_and_never_guessed() -> None:
    with pytest.raises(NotInForce, match="smallest_group_inside"):
        in_force("masking", "smallest_group_inside", date(1990, 1, 1))


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ParameterFault, match="no parameter nonsense"):
        in_force("masking", "nonsense", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "parameters by name"),
        ("size: {unit: u}", "description, unit and values"),
        ("size: {description: d, unit: u, values: {}}", "at least one dated value"),
        (f"size: {{description: d, unit: u, values: {{soon: {VALUE}}}}}", "a day such as"),
        ("size: {description: d, unit: u, values: {2020-01-01: {value: 1}}}", "expected cite"),
        (TWO.replace("read", "sure"), "standing must be"),
        (TWO.replace("a book", "''"), "without a source"),
    ],
)
def test_a_faulty_file_names_the_place(text: str, says: str) -> None:
    with pytest.raises(ParameterFault, match=says) as caught:
        read_parameters("a.yaml", text)
    assert "a.yaml" in str(caught.value)
