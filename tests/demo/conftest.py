"""The demonstration's files, read once."""

from __future__ import annotations

import pytest

from careercraft.calc import StudentResult
from careercraft.demo.files import files_of
from tests.demo.read_back import Reading


@pytest.fixture(scope="session")
def whole_files() -> dict[str, bytes]:
    return files_of()


@pytest.fixture(scope="session")
def whole(whole_files: dict[str, bytes]) -> Reading:
    return Reading(whole_files)


@pytest.fixture(scope="session")
def results(whole: Reading) -> dict[str, StudentResult]:
    return whole.judged()


@pytest.fixture(scope="session")
def cast_results() -> dict[str, StudentResult]:
    return Reading(files_of(cast_only=True)).judged()
