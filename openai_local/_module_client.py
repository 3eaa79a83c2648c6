"""The client behind `openai.chat.completions.create(...)`: its settings are the module's names.

import openai_local as openai

openai.base_url = "http://127.0.0.1:8080/v1/"
openai.chat.completions.create(...)
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ._client import OpenAI
from ._http import URL
from ._wire.request import base_url_of

if TYPE_CHECKING:
    from ._http import Request, Response
    from ._wire.request import Call

_PACKAGE: Any = sys.modules[__package__]


def _setting(name: str, *, none_counts: bool = False) -> Any:
    """An attribute that is the package's global of that name, or its own value if that is unset."""

    def read(self: Any) -> Any:
        value = getattr(_PACKAGE, name)
        return vars(self).get(name) if value is None and not none_counts else value

    def write(self: Any, value: Any) -> None:
        vars(self)[name] = value

    return property(read, write)


class ModuleClient(OpenAI):
    """Looks up its settings in the package each time it sends."""

    api_key = _setting("api_key")
    organization = _setting("organization")
    project = _setting("project")
    timeout = _setting("timeout", none_counts=True)
    max_retries = _setting("max_retries", none_counts=True)
    load_timeout = _setting("load_timeout")
    on_prompt_progress = _setting("on_prompt_progress")
    _custom_headers = _setting("default_headers")
    _custom_query = _setting("default_query")

    @property
    def base_url(self) -> URL:
        return base_url_of(_PACKAGE.base_url) if _PACKAGE.base_url else self._base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self._base_url = base_url_of(url)

    def _request(self, call: Call) -> Request:
        request = super()._request(call)
        request.is_to_default = request.is_to_default and not _PACKAGE.base_url
        return request

    def _send(self, call: Call, *, unread: bool) -> Response:
        if _PACKAGE.http_client is not self._http_client:
            self._take_http_client(_PACKAGE.http_client)
            vars(self).pop("_transport", None)
        return super()._send(call, unread=unread)


#: What `openai.chat`, `openai.embeddings` and so on belong to.
client = ModuleClient()


def _reset_client() -> None:
    """Forget the connections and what the environment said; the official name, used in tests."""
    client.close()
    client.__dict__.clear()
    ModuleClient.__init__(client)


def __getattr__(name: str) -> Any:
    return getattr(client, name)
