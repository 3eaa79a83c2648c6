"""A pytest plugin for our side of `compat.upstream`: what upstream's tests take for granted.

These are wanted differences (`known_differences.toml`); without this, tests that are about
something else would all fail at them.

- Many tests ask in passing for the header `X-Stainless-Lang`; we send nothing about the machine.
  Clients get it as a default header.
- The official SDK warns that some endpoints of the service are going away; those of a local server
  aren't. Their tests expect the warning.
- Upstream's own assertions use private functions of the official SDK: see `test_tools`.
"""

from __future__ import annotations

from typing import Any

import pytest
from typing_extensions import deprecated

from openai_local._client import BaseClient
from openai_local.resources import images
from openai_local.resources.audio import translations

from . import test_tools
from .runner import Listed

DEPRECATED = [
    (images.Images, "create_variation"),
    (images.AsyncImages, "create_variation"),
    (translations.Translations, "create"),
    (translations.AsyncTranslations, "create"),
]

_own_headers: Any = vars(BaseClient)["default_headers"].fget


def default_headers(client: Any) -> dict[str, Any]:
    """Those of the client, and the one that upstream asks for."""
    return {"X-Stainless-Lang": "python", **_own_headers(client)}


def pytest_configure(config: pytest.Config) -> None:
    patched_client: Any = BaseClient
    patched_client.default_headers = property(default_headers)
    # They are not deprecated in older versions, whose tests take any warning for an error.
    for method in DEPRECATED if config.rootpath.name.startswith("openai-3") else ():
        setattr(method[0], method[1], deprecated("deprecated upstream")(getattr(*method)))
    test_tools.lend(Listed.read().absent)
