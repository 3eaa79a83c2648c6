"""JSON schemas of response models, for programs that ask a model for `model_json_schema()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

if TYPE_CHECKING:
    from ._models import BaseModel

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def schema_of(cls: type[BaseModel]) -> dict[str, Any]:
    """The schema of a model: its declared fields, nested models under `$defs`."""
    definitions: dict[str, Any] = {}
    schema = _object(cls, definitions)
    # The model's own entry, made when it refers to itself, is the schema itself.
    definitions.pop(cls.__name__, None)
    return {"$defs": definitions, **schema} if definitions else schema


def _object(cls: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for name, field in cls.model_fields.items():
        properties[name] = _value(field.annotation, definitions)
        properties[name]["title"] = name.replace("_", " ").title()
        if not field.is_required():
            properties[name]["default"] = field.default
    required = [name for name, field in cls.model_fields.items() if field.is_required()]
    schema = {"additionalProperties": True, "properties": properties, "title": cls.__name__}
    return {**schema, **({"required": required} if required else {}), "type": "object"}


def _value(annotation: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, args = get_origin(annotation), get_args(annotation)
    if annotation in _SCALARS:
        return {"type": _SCALARS[annotation]}
    if hasattr(annotation, "model_fields"):
        if annotation.__name__ not in definitions:
            definitions[annotation.__name__] = {}
            definitions[annotation.__name__] = _object(annotation, definitions)
        return {"$ref": f"#/$defs/{annotation.__name__}"}
    if origin is Literal:
        kind = {"type": "string"} if all(isinstance(arg, str) for arg in args) else {}
        return {"const": args[0], **kind} if len(args) == 1 else {"enum": list(args), **kind}
    if origin is list:
        return {"type": "array", "items": _value(args[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _value(args[1], definitions)}
    if origin is Union or type(annotation).__name__ == "UnionType":
        return {"anyOf": [_value(arg, definitions) for arg in args]}
    return {}
