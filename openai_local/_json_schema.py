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
    if cls.__name__ in definitions:
        # It refers to itself.
        schema = {"$ref": f"#/$defs/{cls.__name__}"}
    return {"$defs": definitions, **schema} if definitions else schema


def standalone_schema_of(cls: type[BaseModel]) -> dict[str, Any]:
    """The same with nested models written out in place: it can be put into another schema."""
    schema = schema_of(cls)
    written_out: dict[str, Any] = _written_out(schema, schema.pop("$defs", {}))
    return written_out


def _written_out(value: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_written_out(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        name = value["$ref"].rpartition("/")[2]
        # Inside of itself it is just an object: written out, it would have no end.
        inner = {other: definitions[other] for other in definitions if other != name}
        return _written_out(definitions.get(name, {"type": "object"}), inner)
    return {key: _written_out(item, definitions) for key, item in value.items()}


def _object(cls: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {}
    for name, field in cls.model_fields.items():
        value = properties[name] = _value(field.annotation, definitions)
        if not field.is_required():
            value["default"] = field.default
        if not _is_model(value):
            value["title"] = name.replace("_", " ").title()
    required = [name for name, field in cls.model_fields.items() if field.is_required()]
    schema = {"additionalProperties": True, "properties": properties, "title": cls.__name__}
    return {**schema, **({"required": required} if required else {}), "type": "object"}


def _is_model(value: dict[str, Any]) -> bool:
    """True if the schema is a model's, or a model's or null: these have a title of their own."""
    options = [option for option in value.get("anyOf", [value]) if option != {"type": "null"}]
    return len(options) == 1 and "$ref" in options[0]


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
        return {"type": "object", "additionalProperties": _value(args[1], definitions) or True}
    if origin is Union or type(annotation).__name__ == "UnionType":
        return {"anyOf": [_value(arg, definitions) for arg in args]}
    return {}
