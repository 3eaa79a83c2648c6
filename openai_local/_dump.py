"""Objects -> plain data: what `model_dump` and `model_dump_json` give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ._models import BaseModel


def pairs_of(model: BaseModel) -> Iterator[tuple[str, Any]]:
    """Names and values of a model: the declared fields in their order, then the others."""
    cls, values = type(model), vars(model)
    declared = cls.model_fields
    for name in declared:
        yield name, values[name] if name in values else getattr(cls, name)
    for name, value in values.items():
        if name not in declared:
            yield name, value


class Plain:
    """What the official SDK's models have beside pydantic's methods; of both bases of ours."""

    __slots__ = ()

    if TYPE_CHECKING:

        def model_dump(self, **options: Any) -> dict[str, Any]: ...
        def model_dump_json(self, **options: Any) -> str: ...

    def to_dict(
        self,
        *,
        mode: Literal["json", "python"] = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> dict[str, Any]:
        """The object as a dict of what the server sent, unless `exclude_unset=False`."""
        return self.model_dump(
            mode=mode,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = True,
    ) -> str:
        """The object as JSON text of what the server sent, indented by `indent` spaces."""
        return self.model_dump_json(
            indent=indent,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )


class Dump:
    """One call of `model_dump`: its options, applied at every depth."""

    def __init__(self, as_json: bool, unset: bool, defaults: bool, none: bool) -> None:
        self.as_json = as_json
        self.exclude_unset = unset
        self.exclude_defaults = defaults
        self.exclude_none = none

    def model(self, model: BaseModel, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        out = {}
        sent = vars(model)
        for name, value in pairs_of(model):
            if self._leaves_out(type(model), name, value, name in sent):
                continue
            if not _is_included(include, name) or _is_excluded(exclude, name):
                continue
            out[name] = self.value(value, _deeper(include, name), _deeper(exclude, name))
        return out

    def _leaves_out(self, cls: type[BaseModel], name: str, value: Any, is_set: bool) -> bool:
        if self.exclude_none and value is None:
            return True
        if self.exclude_unset and not is_set:
            return True
        field = cls.model_fields.get(name)
        return self.exclude_defaults and field is not None and bool(value == field.default)

    def value(self, value: Any, include: Any = None, exclude: Any = None) -> Any:
        if hasattr(type(value), "from_json"):
            return self.model(value, include, exclude)
        if isinstance(value, dict):
            return {
                key: self.value(item, _deeper(include, key), _deeper(exclude, key))
                for key, item in value.items()
                if _is_included(include, key) and not _is_excluded(exclude, key)
            }
        if isinstance(value, (list, tuple)):
            items = [
                self.value(item, _deeper(include, position), _deeper(exclude, position))
                for position, item in enumerate(value)
                if _is_included(include, position) and not _is_excluded(exclude, position)
            ]
            return items if self.as_json or isinstance(value, list) else tuple(items)
        return _as_json(value) if self.as_json else value


def _as_json(value: Any) -> Any:
    """What JSON can hold in place of a value that a program has put into a model."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return list(value)
    return value


def finite(value: Any) -> Any:
    """The same with null for NaN and the infinities, which JSON doesn't have, as pydantic does."""
    if isinstance(value, float):
        return value if value - value == 0 else None
    if isinstance(value, dict):
        return {name: finite(item) for name, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return value


def _is_included(include: Any, key: Any) -> bool:
    return include is None or key in include or "__all__" in include


def _is_excluded(exclude: Any, key: Any) -> bool:
    """True if the whole of `key` is left out, not only something inside it."""
    if exclude is None:
        return False
    if not isinstance(exclude, Mapping):
        return key in exclude or "__all__" in exclude
    return exclude.get(key, exclude.get("__all__")) in (True, Ellipsis)


def _deeper(rule: Any, key: Any) -> Any:
    """The part of an include or exclude rule that speaks of what is inside `key`."""
    if not isinstance(rule, Mapping):
        return None
    inner = rule.get(key, rule.get("__all__"))
    return None if inner is True or inner is Ellipsis else inner
