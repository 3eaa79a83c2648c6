"""`FinalRequestOptions`: a call as programs see it that wrap `client.request`.

Every call of every resource goes through `client.request(cast_to, options, stream=, stream_cls=)`,
as in the official SDK, so that whoever replaces that method sees and may change what is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._types import NotGiven, Timeout, is_given, not_given
from .._wire.request import Call

if TYPE_CHECKING:
    from typing_extensions import Self


class FinalRequestOptions:
    """What is sent and how. `options.json_data["top_k"] = 40` before sending changes the call."""

    def __init__(
        self,
        *,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        headers: Mapping[str, Any] | NotGiven = not_given,
        max_retries: int | NotGiven = not_given,
        timeout: float | Timeout | None | NotGiven = not_given,
        files: Any = None,
        idempotency_key: str | None = None,
        post_parser: Any = not_given,
        follow_redirects: bool | None = None,
        security: Any = None,
        content: Any = None,
        json_data: Any = None,
        extra_json: Mapping[str, Any] | None = None,
        **_: Any,
    ) -> None:
        self.method = method
        #: Relative to base_url, as "/chat/completions", or whole.
        self.url = url
        #: Parameters that stand in the URL.
        self.params: Mapping[str, object] = params or {}
        self.headers = headers
        self.max_retries = max_retries
        self.timeout = timeout
        self.files = files
        self.idempotency_key = idempotency_key
        self.post_parser = post_parser
        self.follow_redirects = follow_redirects
        self.security = {"bearer_auth": True} if security is None else security
        self.content = content
        self.json_data = json_data
        self.extra_json = extra_json
        #: The call of ours that these stand for; None if a program has made them.
        self._call: Call | None = None
        #: The call that was sent, and the form in which its answer was asked for.
        self._sent: tuple[Call, str | None]

    @classmethod
    def construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Make them by name, as the official SDK's own code does."""
        return cls(**values)

    model_construct = construct

    @classmethod
    def of(cls, call: Call) -> Self:
        """The options that stand for a call."""
        params = call.params
        if isinstance(params, Mapping):
            params = {name: value for name, value in params.items() if is_given(value)}
        body = call.extra_body
        options = cls(
            method=call.method.lower(),
            url=call.path,
            params=_query_of(call),
            headers=not_given if call.extra_headers is None else call.extra_headers,
            max_retries=not_given if call.max_retries is None else call.max_retries,
            timeout=call.timeout,
            files=call.files,
            post_parser=not_given if call.finish is None else call.finish,
            json_data=params,
            content=call.content,
            extra_json=body,  # type: ignore[arg-type]
        )
        options._call = call
        return options

    def call(self, cast_to: Any, stream_cls: Any) -> Call:
        """The call that these options stand for, with what was changed in them."""
        headers = self.headers if isinstance(self.headers, Mapping) else None
        max_retries = None if isinstance(self.max_retries, NotGiven) else self.max_retries
        if self._call is None:
            from ._custom import custom_call

            options: dict[str, Any] = {
                "headers": headers,
                "params": self.params,
                "extra_json": self.extra_json,
                "idempotency_key": self.idempotency_key,
                "timeout": self.timeout,
                "post_parser": self.post_parser if is_given(self.post_parser) else None,
            }
            if is_given(self.max_retries):
                options["max_retries"] = self.max_retries
            return custom_call(
                self.method.upper(),
                self.url,
                cast_to,
                body=self.json_data,
                content=self.content,
                options=options,
                stream_cls=stream_cls,
                files=self.files,
            )
        call = self._call
        if self.params != _query_of(call):
            call = call._replace(query=self.params, extra_query=None)
        if self.content is not call.content:
            from .._io.content import body_of

            call = call._replace(content=body_of(self.content))
        return call._replace(
            method=self.method.upper(),
            path=self.url,
            params=self.json_data,
            extra_headers=headers,
            extra_body=self.extra_json,
            timeout=self.timeout,
            max_retries=max_retries,
            finish=self.post_parser if is_given(self.post_parser) else None,
        )

    def get_max_retries(self, max_retries: int) -> int:
        """The tries after the first; `max_retries` if these options say nothing of them."""
        return max_retries if isinstance(self.max_retries, NotGiven) else self.max_retries

    def __repr__(self) -> str:
        # The headers may hold a key.
        return f"FinalRequestOptions(method={self.method!r}, url={self.url!r})"


def _query_of(call: Call) -> dict[str, object]:
    return {**(call.query or {}), **(call.extra_query or {})}
