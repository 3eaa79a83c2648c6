"""Python types -> JSON schemas in the form that "strict" asks for.

Pydantic 2 or later does the work for its own models, dataclasses, TypedDicts and enums. It is
imported only when such a type is passed, and is no dependency of this package.
"""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, TypeGuard

from .._exceptions import OpenAIError
from .._typing import is_typeddict

__all__ = ["is_basemodel_type", "is_dataclass_like_type", "to_strict_json_schema", "type_adapter"]


def is_basemodel_type(typ: Any) -> TypeGuard[type[Any]]:
    """True for a class that is a model of pydantic 2, or of ours."""
    # By its methods, so that pydantic needn't be imported to ask.
    methods = ("model_json_schema", "model_validate_json")
    return inspect.isclass(typ) and all(hasattr(typ, name) for name in methods)


def is_dataclass_like_type(typ: Any) -> TypeGuard[type[Any]]:
    """True for the other classes that pydantic can read: dataclasses, TypedDicts, enums."""
    if not inspect.isclass(typ):
        return False
    return (
        hasattr(typ, "__pydantic_config__")
        or is_dataclass(typ)
        or is_typeddict(typ)
        or issubclass(typ, Enum)
    )


def type_adapter(typ: type[Any]) -> Any:
    """The `pydantic.TypeAdapter` of a type; `OpenAIError` if pydantic 2 is not installed."""
    try:
        from pydantic import TypeAdapter
    except ImportError:
        raise OpenAIError(
            f"Reading answers as {typ.__name__} needs pydantic 2 or later: pip install "
            "'pydantic>=2'. A JSON schema (a dict) and subclasses of openai_local.BaseModel "
            "work without it."
        ) from None
    return TypeAdapter(typ)


def to_strict_json_schema(model: Any) -> dict[str, Any]:
    """The strict JSON schema of a model class or a `pydantic.TypeAdapter`.

    Every property is required and no other is allowed. Raises `TypeError` for anything else.
    """
    if is_basemodel_type(model):
        schema = model.model_json_schema()
    elif not inspect.isclass(model) and hasattr(model, "json_schema"):
        schema = model.json_schema()
    else:
        raise TypeError(f"Non BaseModel types are only supported with Pydantic v2 - {model}")
    return _ensure_strict_json_schema(schema, path=(), root=schema)


def _ensure_strict_json_schema(
    json_schema: object, *, path: tuple[str, ...], root: dict[str, Any]
) -> dict[str, Any]:
    """Make a schema strict, in place, at every depth; `path` leads to it from `root`."""
    if not isinstance(json_schema, dict):
        raise TypeError(f"Expected {json_schema} to be a dictionary; path={path}")

    def strict(part: Any, *place: str) -> dict[str, Any]:
        return _ensure_strict_json_schema(part, path=(*path, *place), root=root)

    for group in ("$defs", "definitions"):
        for name, definition in _objects_in(json_schema, group):
            strict(definition, group, name)
    if json_schema.get("type") == "object":
        json_schema.setdefault("additionalProperties", False)
    properties = json_schema.get("properties")
    if isinstance(properties, dict):
        json_schema["required"] = list(properties)
        json_schema["properties"] = {
            name: strict(value, "properties", name) for name, value in properties.items()
        }
    if isinstance(json_schema.get("items"), dict):
        json_schema["items"] = strict(json_schema["items"], "items")
    for union in ("anyOf", "allOf"):
        members = json_schema.get(union)
        if isinstance(members, list):
            json_schema[union] = [
                strict(member, union, str(position)) for position, member in enumerate(members)
            ]
    if len(json_schema.get("allOf") or ()) == 1:
        json_schema.update(json_schema.pop("allOf")[0])
    if "default" in json_schema and json_schema["default"] is None:
        # Required and nullable says the same.
        del json_schema["default"]
    if json_schema.get("$ref") and len(json_schema) > 1:
        # A reference may not have anything beside it: what it stands for is written out.
        resolved = resolve_ref(root=root, ref=json_schema["$ref"])
        json_schema.update({**resolved, **json_schema})
        del json_schema["$ref"]
        json_schema = strict(json_schema)
    return json_schema


def _objects_in(schema: dict[str, Any], name: str) -> list[tuple[str, Any]]:
    group = schema.get(name)
    return list(group.items()) if isinstance(group, dict) else []


def resolve_ref(*, root: dict[str, Any], ref: str) -> dict[str, Any]:
    """The part of `root` that a reference such as "#/$defs/Name" names."""
    if not ref.startswith("#/"):
        raise ValueError(f"Unexpected $ref format {ref!r}; Does not start with #/")
    resolved: dict[str, Any] = root
    for key in ref[2:].split("/"):
        resolved = resolved[key]
        if not isinstance(resolved, dict):
            # A ValueError, as in the official SDK.
            raise ValueError(f"Expected `$ref: {ref}` to lead to a dictionary, not {resolved}")  # noqa: TRY004
    return resolved
