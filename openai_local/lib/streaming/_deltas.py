"""Deltas as plain dicts, added up."""

from __future__ import annotations

from typing import Any

__all__ = ["accumulate_delta"]


def accumulate_delta(acc: dict[Any, Any], delta: dict[Any, Any]) -> dict[Any, Any]:
    """Add a delta to what there is of a dict, in place; returns it.

    Texts, numbers and lists of them are joined, dicts added up in turn, and the items of a list
    that say their `index` each to the item at that place. `index` and `type` are replaced.
    """
    for name, value in delta.items():
        there = acc.get(name)
        if there is None and _is_indexed(value):
            # One delta may hold several parts of one item.
            there = []
        acc[name] = value if there is None or name in ("index", "type") else _sum(there, value)
    return acc


def _is_indexed(value: Any) -> bool:
    return isinstance(value, list) and any(
        isinstance(item, dict) and "index" in item for item in value
    )


def _sum(there: Any, value: Any) -> Any:
    if isinstance(there, str) and isinstance(value, str):
        return there + value
    if isinstance(there, (int, float)) and isinstance(value, (int, float)):
        return there + value
    if isinstance(there, dict) and isinstance(value, dict):
        return accumulate_delta(there, value)
    if isinstance(there, list) and isinstance(value, list):
        is_plain = all(isinstance(item, (str, int, float)) for item in there)
        if is_plain and (there or not _is_indexed(value)):
            return [*there, *value]
        for item in value:
            _put(there, item)
    return there


def _put(items: list[Any], item: Any) -> None:
    if not isinstance(item, dict):
        raise TypeError(f"Unexpected list delta entry is not a dictionary: {item}")
    if "index" not in item:
        raise RuntimeError(f"Expected list delta entry to have an `index` key; {item}")
    index = item["index"]
    if not isinstance(index, int):
        raise TypeError(f"Unexpected, list delta entry `index` value is not an integer; {index}")
    if index < len(items):
        items[index] = accumulate_delta(items[index], item)
    else:
        items.append(item)
