"""Under the name of the official SDK: `import openai` leads to this package.

    import openai_local
    openai_local.install_as_openai()

    import openai                                    # is openai_local
    from openai.types.chat import ChatCompletion     # is openai_local.types.chat.ChatCompletion

It never happens by itself, and holds for this process. `python -m openai_local run` does it for a
program that stays as it is, and for the Python programs that it starts.
"""

from __future__ import annotations

import os
import sys
import warnings
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

from ._deep_paths import SameModule
from ._version import FOLLOWED_VERSIONS, __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.abc import MetaPathFinder
    from importlib.metadata import Distribution, DistributionFinder
    from types import ModuleType
else:
    MetaPathFinder = object

__all__ = [
    "goes_by_openai",
    "install_as_openai",
    "keep_one_of_each",
    "official_version",
    "public_module",
    "stated_version",
]

_OFFICIAL = "openai"
_OURS = __name__.rpartition(".")[0]
#: Has nothing in it but a package called `openai`. `run` puts it on the path of the Python
#: programs that a program under it starts.
ON_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cli", "on_path")


def goes_by_openai() -> bool:
    """True if `import openai` gives this package, whoever has arranged that.

    Others may put a module of their own in between that passes on what it is asked for.
    """
    there = sys.modules.get(_OFFICIAL)
    if there is None or there is sys.modules.get(_OURS):
        return there is not None
    return getattr(there, "install_as_openai", None) is install_as_openai


def stated_version() -> str:
    """`__version__`: our own, or that of the official SDK while we stand in for it.

    Libraries ask for it to know which names there are.
    """
    return official_version() if goes_by_openai() else __version__


def public_module() -> str:
    """What clients and exceptions say as their `__module__`: the name that programs import.

    Libraries look at it to know whose client they were given.
    """
    return _OFFICIAL if goes_by_openai() else _OURS


def install_as_openai() -> None:
    """Let `import openai`, and all paths below it, lead to this package from now on.

    It makes no difference whether the official SDK is installed. Call it before anything imports
    `openai`: `RuntimeError` if the official SDK is loaded already. If pydantic is installed, call
    it before anything else is taken from this package, too: only then are the response objects
    instances of `pydantic.BaseModel`, for which some libraries ask. Calling it again is harmless.
    """
    if _REDIRECT.is_asked_for:
        return
    loaded = sys.modules.get(_OFFICIAL)
    if loaded is not None and not goes_by_openai():
        where = getattr(loaded, "__file__", None) or "unknown place"
        raise RuntimeError(
            f"install_as_openai() came too late: the official SDK is loaded already ({where}). "
            "Call it before anything imports `openai`."
        )
    is_new = loaded is None
    if is_new and f"{_OURS}._models" in sys.modules and is_installed("pydantic"):
        warnings.warn(
            "install_as_openai() came after other names were taken from openai_local: response "
            "objects will not be instances of pydantic.BaseModel. Call it first.",
            RuntimeWarning,
            stacklevel=2,
        )
    if is_new:
        sys.modules[_OFFICIAL] = sys.modules[_OURS]
    _REDIRECT.is_asked_for = True
    if _REDIRECT in sys.meta_path:
        sys.meta_path.remove(_REDIRECT)
    sys.meta_path.insert(0, _REDIRECT)
    sys.meta_path.append(_Metadata())


def keep_one_of_each() -> None:
    """If `openai` becomes a name of this package, let the paths below lead to its modules.

    Python would load each file a second time, under the other name, and there would be two
    classes of every name. Where `openai` is anything else, or nothing, this does nothing, but
    for programs that `run` has handed the name down to: here it is given to them.
    """
    if not any(type(finder).__module__ == __name__ for finder in sys.meta_path):
        before = (i for i, finder in enumerate(sys.meta_path) if finder is PathFinder)
        sys.meta_path.insert(next(before, 0), _REDIRECT)
    # Else the objects of one program would have two bases, as some processes come here first:
    # one that unpickles what it is given has not imported `openai`.
    if ON_PATH in sys.path and _OFFICIAL not in sys.modules:
        install_as_openai()


class _Redirect(MetaPathFinder):
    """`openai.x.y` is the module object `openai_local.x.y`: one class of each name."""

    #: Whether `openai` itself leads here, too.
    is_asked_for = False

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """See `importlib.abc.MetaPathFinder`."""
        if fullname.partition(".")[0] != _OFFICIAL or _OFFICIAL == _OURS:
            return None
        if not self.is_asked_for and (fullname == _OFFICIAL or not goes_by_openai()):
            return None
        ours = _OURS + fullname[len(_OFFICIAL) :]
        from importlib.util import find_spec

        found = find_spec(ours)
        if found is None:
            return None
        spec = ModuleSpec(fullname, SameModule(ours), origin=found.origin)
        spec.submodule_search_locations = found.submodule_search_locations
        return spec


_REDIRECT = _Redirect()


class _Metadata(MetaPathFinder):
    """Answers `importlib.metadata` where the official SDK is not installed. Asked last."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Finds no modules."""

    def find_distributions(self, context: DistributionFinder.Context) -> Iterator[Distribution]:
        """See `importlib.metadata.DistributionFinder`."""
        if (context.name or "").lower() == _OFFICIAL and installed_version() is None:
            yield _stand_in()


def official_version() -> str:
    """The version of the official SDK that we pass for.

    That of the official SDK beside us, since the libraries here were installed for it; else the
    newest whose HTTP library is here: from 3.0 on, libraries look for httpx2 in place of httpx.
    """
    installed = installed_version()
    if installed is not None:
        return installed
    with_httpx, newest = FOLLOWED_VERSIONS
    is_with_httpx = is_installed("httpx") and not is_installed("httpx2")
    return with_httpx if is_with_httpx else newest


def is_installed(module: str) -> bool:
    """True if a module could be imported; it is not."""
    from importlib.util import find_spec

    return sys.modules.get(module) is not None or find_spec(module) is not None


@lru_cache(maxsize=1)
def installed_version() -> str | None:
    """The version of the official SDK if it is installed."""
    from importlib.metadata import MetadataPathFinder

    found = MetadataPathFinder.find_distributions(_context(_OFFICIAL))
    return next((distribution.version for distribution in found), None)


def _context(name: str) -> Any:
    from importlib.metadata import DistributionFinder

    return DistributionFinder.Context(name=name)


@lru_cache(maxsize=1)
def _stand_in() -> Distribution:
    from importlib.metadata import Distribution

    class StandIn(Distribution):
        """What pip would say of the official SDK, in as far as we can stand in for it."""

        def read_text(self, filename: str) -> str | None:
            if filename != "METADATA":
                return None
            return f"Metadata-Version: 2.1\nName: {_OFFICIAL}\nVersion: {official_version()}\n"

        def locate_file(self, path: Any) -> Any:
            from pathlib import Path

            return Path(__file__).parent.parent / path

    return StandIn()
