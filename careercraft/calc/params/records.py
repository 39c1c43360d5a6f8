"""Turn the table in a parameter file into a record whose fields and types are checked."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from careercraft.calc.params.schema import ParameterError

R = TypeVar("R")

EXPECTED = {
    "int": "a whole number",
    "int | decimal.Decimal": "a number",
    "str": "text",
    "bool": "true or false",
    "tuple[str, ...]": "a list of texts",
    "tuple[int, ...]": "a list of whole numbers",
}


def record_builder(shape: type[R], file: str) -> Callable[[Any], R]:
    """Return a function that builds a record of that shape, or raises ``ParameterError``."""
    hints = _hints(cast("Hashable", shape))

    def build(table: Any) -> R:
        if not isinstance(table, dict) or set(table) != set(hints):
            raise ParameterError(file, "value", f"exactly the keys {', '.join(hints)}")
        return shape(**{key: _checked(table[key], hints[key], file, key) for key in hints})

    return build


@cache
def _hints(shape: Hashable) -> dict[str, Any]:
    return get_type_hints(shape)


def _checked(value: Any, hint: Any, file: str, key: str) -> Any:
    value = tuple(value) if isinstance(value, list) else value
    if not _fits(value, hint):
        name = hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
        raise ParameterError(file, f"value.{key}", EXPECTED.get(name, name))
    return value


def _fits(value: Any, hint: Any) -> bool:
    if isinstance(hint, UnionType):
        return type(value) in (int, Decimal)
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(type(item) is get_args(hint)[0] for item in value)
    return type(value) is hint
