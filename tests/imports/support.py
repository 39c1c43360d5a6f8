"""Small files in the real layouts, made of invented people, for the tests of the reading side."""

from __future__ import annotations

import csv
import io
from importlib import resources
from pathlib import Path

import pytest

from careercraft.imports.formats import SourceFile, read
from careercraft.imports.rows import FileRefused, LineResult

SHARED = Path(__file__).resolve().parents[3] / "shared"
VENDOR_SAMPLES = SHARED / "samples" / "earthmover_edfi_bundles"
HEADER_SAMPLES = SHARED / "samples" / "headers"


def sample(path: Path) -> SourceFile:
    """A public sample file, or a skipped test where the samples are not at hand."""
    if not path.exists():
        pytest.skip(f"the public sample {path.name} is not beside this repository")
    return SourceFile(path.name, path.read_bytes())


def layout(name: str) -> list[str]:
    """The header row of a vendor's layout, as the product ships it."""
    text = (resources.files("careercraft.imports") / "layouts" / f"{name}.txt").read_text()
    return text.splitlines()


def csv_bytes(header: list[str], *rows: dict[str, str], delimiter: str = ",") -> bytes:
    """A file with that header; cells a row does not name are blank. Duplicate headers are kept."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    for row in rows:
        unknown = set(row) - set(header)
        assert not unknown, f"no such columns: {unknown}"
        writer.writerow([row.get(name, "") for name in header])
    return out.getvalue().encode()


def rows_of(content: bytes | str, format_id: str, name: str = "file.csv") -> list[LineResult]:
    """Every result of reading one file."""
    data = content.encode() if isinstance(content, str) else content
    return list(read([SourceFile(name, data)], format_id))


def only_row(content: bytes | str, format_id: str) -> LineResult:
    """The result of a file of one row."""
    (result,) = rows_of(content, format_id)
    return result


def problem_codes(result: LineResult) -> list[str]:
    """The reasons of a row's problems."""
    return [problem.code for problem in result.problems]


def note_codes(result: LineResult) -> list[str]:
    """The reasons of a row's notes."""
    return [note.code for note in result.notes]


def refusal_code(refused: pytest.ExceptionInfo[FileRefused]) -> str:
    """The reason a whole file was refused."""
    (problem,) = refused.value.problems
    return problem.code
