"""A pytest plugin for our side of `compat.upstream`: what upstream's tests take for granted.

These are wanted differences (`known_differences.toml`); without this, tests that are about
something else would all fail at them.

- Many tests ask in passing for the header `X-Stainless-Lang`; we send nothing about the machine.
  Clients get it as a default header.
- `respx` answers requests by patching httpx, which is not our default transport. While it does,
  clients send through an `httpx.Client`, as with `http_client=`.
- The official SDK warns that some endpoints of the service are going away; those of a local server
  aren't. Their tests expect the warning.
- Upstream's own assertions use private functions of the official SDK: see `test_tools`. Tests
  that patch the one that says how long to wait before a retry don't wait here either.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest
from typing_extensions import deprecated

from openai_local._client import BaseClient
from openai_local._io import http_client
from openai_local._wire.retry import RetryPolicy
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

#: Where its mocks are, and the library that they patch.
_RESPX = {"respx.mocks": "httpx", "tests.respx2.mocks": "httpx2", "respx2.mocks": "httpx2"}


def patched_library() -> Any:
    """The httpx whose requests are answered by mocks at the moment, if there is one."""
    for name, library in _RESPX.items():
        mocks = sys.modules.get(name)
        if mocks is not None and any(mocker.routers for mocker in mocks.Mocker.registry.values()):
            return sys.modules[library]
    return None


class Switching:
    """Sends by the default transport, or by httpx while mocks are in its place."""

    def __init__(self) -> None:
        self._own = _own_transport(None)

    def send(self, request: Any) -> Any:
        library = patched_library()
        if library is None:
            return self._own.send(request)
        return _own_transport(library.Client(trust_env=False)).send(request)

    def close(self) -> None:
        self._own.close()


class AsyncSwitching:
    """`Switching` for asyncio."""

    def __init__(self) -> None:
        self._own = _own_async_transport(None)

    async def send(self, request: Any) -> Any:
        library = patched_library()
        if library is None:
            return await self._own.send(request)
        client = library.AsyncClient(trust_env=False)
        return await _own_async_transport(client).send(request)

    async def close(self) -> None:
        await self._own.close()


_own_headers: Any = vars(BaseClient)["default_headers"].fget
_own_transport: Any = http_client.transport_for
_own_async_transport: Any = http_client.async_transport_for


def default_headers(client: Any) -> dict[str, Any]:
    """Those of the client, and the one that upstream asks for."""
    return {"X-Stainless-Lang": "python", **_own_headers(client)}


def pytest_configure(config: pytest.Config) -> None:
    patched_client: Any = BaseClient
    patched_client.default_headers = property(default_headers)
    own_delay, own_timeout = RetryPolicy.delay, test_tools.retry_timeout
    policy: Any = RetryPolicy
    policy.delay = lambda self, *arguments: (
        own_delay(self, *arguments)
        if vars(BaseClient)["_calculate_retry_timeout"] is own_timeout
        else 0.01
    )
    # They are not deprecated in older versions, whose tests take any warning for an error.
    for method in DEPRECATED if config.rootpath.name.startswith("openai-3") else ():
        setattr(method[0], method[1], deprecated("deprecated upstream")(getattr(*method)))
    test_tools.lend(Listed.read().absent)
    patched: Any = http_client
    patched.transport_for = lambda given: Switching() if given is None else _own_transport(given)
    patched.async_transport_for = lambda given: (
        AsyncSwitching() if given is None else _own_async_transport(given)
    )
