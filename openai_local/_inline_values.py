"""Objects that hold their attributes themselves, without a dict: twice as fast to make.

CPython calls these inline values (since 3.11, `Objects/object_layout.md` in its source). A class
has room for about thirty names, which all its objects share, and gives up one free place with
each new object: a name that comes late finds none. So the names are set on the first object.
Nothing but speed depends on it: whoever asks for the dict of such an object gets one.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from functools import lru_cache
from keyword import iskeyword
from typing import Any


def make_room(cls: Any, names: Iterable[str]) -> None:
    """Let objects of `cls` hold these attributes, as far as there is room."""
    _with_attributes(cls, filter(_settable_in(cls), names))


@lru_cache(maxsize=256)
def has_room(cls: Any, names: tuple[str, ...]) -> bool:
    """True if an object of `cls` that is assigned just these attributes needs no dict for them.

    All are names as they stand in programs then, and setting them does that and nothing else.
    """
    if cls.__setattr__ is not object.__setattr__ or not all(map(_settable_in(cls), names)):
        return False
    held = gc.get_referents(_with_attributes(cls, names))
    return not any(type(one) is dict for one in held)


def _with_attributes(cls: Any, names: Iterable[str]) -> Any:
    one = object.__new__(cls)
    for name in names:
        object.__setattr__(one, name, None)
    return one


def _settable_in(cls: Any) -> Callable[[str], bool]:
    def is_settable(name: str) -> bool:
        is_plain = name.isascii() and name.isidentifier() and not iskeyword(name)
        # Neither Python's own, nor what a class has defined to do something else.
        return is_plain and name[0] != "_" and not hasattr(type(_defined(cls, name)), "__set__")

    return is_settable


def _defined(cls: Any, name: str) -> Any:
    """What a class holds under that name, without asking it."""
    return next((vars(base)[name] for base in cls.__mro__ if name in vars(base)), None)
