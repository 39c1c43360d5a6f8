"""Our own layouts, file by file: each sample has what must come of it beside it."""

import json
from datetime import date
from pathlib import Path

import pytest

from careercraft.imports.formats import SourceFile, read, recognise
from careercraft.imports.rows import LineResult

SAMPLES = Path(__file__).resolve().parents[1]
FILES = sorted(SAMPLES.glob("careercraft_*/*.csv"))


def test_there_are_samples_of_all_our_layouts():
    assert len(FILES) == 12
    assert len({path.parent for path in FILES}) == 9


def told(result: LineResult) -> dict[str, object]:
    """A result in the words of the expectation files: only what is there."""
    student = result.student._asdict() if result.student else None
    said = {
        "line": result.line,
        "person": {name: plain(value) for name, value in result.person._asdict().items() if value},
        "items": [item._asdict() for item in result.items],
        "student": student and {k: plain(v) for k, v in student.items() if v is not None},
        "problems": [f"{p.column}: {p.code}" for p in result.problems],
        "notes": [f"{note.column}: {note.code}" for note in result.notes],
    }
    return {name: value for name, value in said.items() if value}


def plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_row_gives_what_stands_beside_it(path):
    file = SourceFile(path.name, path.read_bytes())
    format_id = recognise([file]).format_id
    assert format_id == path.parent.name
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    assert [told(result) for result in read([file], format_id)] == expected
