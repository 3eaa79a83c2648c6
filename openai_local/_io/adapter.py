"""The way to a server that is not on this machine: requests knows of certificates and proxies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies, select_proxy

from .._constants import MAX_IDLE_CONNECTIONS
from .._http import URL
from .requests_ import Route
from .transport import ca_bundle


def route_to(url: URL, pools: Mapping[str, Any]) -> Route:
    """The pool of connections to a server, of a class of `pools`, and the proxy in the way.

    Raises whatever requests and urllib3 raise for settings that can't be used.
    """
    prepared = requests.PreparedRequest()
    prepared.url = url.without_credentials()
    adapter = _Adapter(pools)
    pool = adapter.get_connection_with_tls_context(
        prepared, ca_bundle() or True, proxies=proxies_for(url)
    )
    return Route(pool, proxy_for(url))


def proxies_for(url: URL) -> dict[str, str]:
    """The proxies of the environment, by scheme; none of them stands before this machine."""
    if url.is_loopback:
        return {}
    proxies: dict[str, str] = get_environ_proxies(url.without_credentials(), no_proxy=None)
    return proxies


def proxy_for(url: URL) -> str | None:
    """The one of these proxies through which a request to there would go."""
    proxy: str | None = select_proxy(url.without_credentials(), proxies_for(url))
    return proxy


class _Adapter(HTTPAdapter):
    """requests' adapter, with pools of our own."""

    def __init__(self, pools: Mapping[str, Any]) -> None:
        self._pools = pools
        super().__init__(max_retries=0, pool_maxsize=MAX_IDLE_CONNECTIONS)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools
