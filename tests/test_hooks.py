"""Methods of a client that subclasses and programs replace to change what is sent."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from openai_local import AsyncOpenAI, InternalServerError, OpenAI, OpenAIError, RateLimitError
from openai_local._http import Request, Response
from openai_local._models import FinalRequestOptions
from openai_local.testing.scripted import ScriptedServer, chat_chunks, json_answer, sse

OK = json_answer({"ok": True})
BROKEN = json_answer({}, status=500, headers={"retry-after-ms": "1"})
TOKENS = ("first", "second", "third")


class Signing(OpenAI):
    """Adds a parameter and a header to every request, made of its number and its body."""

    tries = 0

    def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
        options = super()._prepare_options(options)
        self.tries += 1
        options.json_data = {**(options.json_data or {}), "try": self.tries}
        return options

    def _prepare_request(self, request: Request) -> None:
        retries = request.headers["x-stainless-retry-count"]
        request.headers["X-Signature"] = f"{request.method} {len(request.content)} {retries}"
        del request.headers["User-Agent"]


class AsyncSigning(AsyncOpenAI):
    """The same for asyncio."""

    tries = 0

    async def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
        options = await super()._prepare_options(options)
        self.tries += 1
        options.json_data = {**(options.json_data or {}), "try": self.tries}
        return options

    async def _prepare_request(self, request: Request) -> None:
        retries = request.headers["x-stainless-retry-count"]
        request.headers["X-Signature"] = f"{request.method} {len(request.content)} {retries}"
        del request.headers["User-Agent"]


def post(client: OpenAI | AsyncOpenAI, **arguments: Any) -> Any:
    """`client.post`, whichever client it is."""
    if isinstance(client, OpenAI):
        return client.post("/path", cast_to=dict, **arguments)
    return asyncio.run(client.post("/path", cast_to=dict, **arguments))


@pytest.mark.parametrize("cls", [Signing, AsyncSigning])
def test_each_try_is_prepared(cls: Any, server: ScriptedServer) -> None:
    """Both hooks see every try, the second one the request as it is going to be sent."""
    server.play(BROKEN, BROKEN, OK)
    assert {"ok": True} == post(cls(base_url=server.base_url), body={"a": 1})

    assert [{"a": 1, "try": n} for n in (1, 2, 3)] == [sent.json() for sent in server.requests]
    signatures = [sent.headers["x-signature"] for sent in server.requests]
    assert ["POST 15 0", "POST 15 1", "POST 15 2"] == signatures
    assert ["0", "1", "2"] == [sent.headers["x-stainless-retry-count"] for sent in server.requests]
    assert "user-agent" not in server.requests[0].headers


def test_hooks_for_streams_and_pages(server: ScriptedServer) -> None:
    """Resources go the same way, with what their calls have of their own."""
    client = Signing(base_url=server.base_url)
    server.play(sse(chat_chunks("Hi")), json_answer({"data": [{"id": "m"}]}))
    stream = client.chat.completions.create(model="m", messages=[], stream=True)

    assert "Hi" == "".join(c.choices[0].delta.content or "" for c in stream)
    assert 1 == server.requests[0].json()["try"]
    assert ["m"] == [model.id for model in client.models.list()]
    assert client.with_raw_response.models.list().headers["content-type"] == "application/json"
    assert ["m"] == client.wait_until_ready()


def test_a_hook_on_the_object(server: ScriptedServer) -> None:
    """A test may put its own hook over one client, and take it away again."""
    server.play(OK)
    client = OpenAI(base_url=server.base_url)

    def prepare(options: FinalRequestOptions) -> FinalRequestOptions:
        options.content = [b"ab", b"c"]
        return options

    with mock.patch.object(client, "_prepare_options", side_effect=prepare):
        post(client, content=b"x")
    post(client, content=b"x")
    assert [b"abc", b"x"] == [sent.body for sent in server.requests]


@pytest.mark.parametrize("kind", ["iterator", "file"])
def test_hooks_and_content(kind: str, server: ScriptedServer) -> None:
    """A file is rewound for a prepared retry, too, and an iterator is not sent again."""
    server.play(BROKEN, OK)

    class Plain(OpenAI):
        def _prepare_request(self, request: Request) -> None:
            request.headers["X-More"] = "1"

    def pieces() -> Iterator[bytes]:
        yield b"abc"

    client = Plain(base_url=server.base_url)
    if kind == "iterator":
        with pytest.raises(InternalServerError):
            post(client, content=pieces())
    else:
        post(client, content=io.BytesIO(b"abc"))
    assert [b"abc"] * (1 if kind == "iterator" else 2) == [sent.body for sent in server.requests]


def test_a_built_request(server: ScriptedServer) -> None:
    """`_build_request` may be replaced, as proxies with paths of their own need it."""
    server.play(BROKEN, OK)

    class Routed(OpenAI):
        def _build_request(
            self, options: FinalRequestOptions, *, retries_taken: int = 0
        ) -> Request:
            options.url = f"/deployments/{retries_taken}{options.url}"
            return super()._build_request(options, retries_taken=retries_taken)

    post(Routed(base_url=server.base_url), body={})
    assert ["/v1/deployments/0/path", "/v1/deployments/1/path"] == [
        sent.path for sent in server.requests
    ]


def test_validated_headers(server: ScriptedServer) -> None:
    """`_validate_headers` sees all headers and those of the call, and stops it by raising."""

    class Strict(OpenAI):
        def _validate_headers(self, headers: Any, custom_headers: Any) -> None:
            if "X-Team" not in headers:
                raise TypeError(f"no team in {sorted(custom_headers)}")

    client = Strict(base_url=server.base_url)
    server.play(OK)
    with pytest.raises(TypeError, match=r"no team in \['X-Other'\]"):
        post(client, body={}, options={"headers": {"X-Other": "1"}})
    assert [] == server.requests
    post(client, body={}, options={"headers": {"X-Team": "1"}})
    assert 1 == len(server.requests)


@pytest.mark.parametrize("header", [("X-A", "b\r\nX-C: d"), ("X A", "b"), ("Content-Length", "1")])
def test_headers_of_hooks_are_looked_at(header: tuple[str, str], server: ScriptedServer) -> None:
    """What can't be sent is refused, wherever it comes from."""

    class Bad(OpenAI):
        def _prepare_request(self, request: Request) -> None:
            request.headers[header[0]] = header[1]

    with pytest.raises(OpenAIError):
        post(Bad(base_url=server.base_url), body={})
    assert [] == server.requests


def test_what_a_hook_raises(server: ScriptedServer) -> None:
    """It reaches the caller as it is, at whichever try."""
    server.play(BROKEN)

    class Once(OpenAI):
        def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
            if server.requests:
                raise LookupError("no second one")
            return options

    with pytest.raises(LookupError, match="no second one"):
        post(Once(base_url=server.base_url), body={})


@pytest.mark.parametrize("is_async", [False, True])
def test_a_fresh_key_for_each_try(is_async: bool, server: ScriptedServer) -> None:
    """A function given as `api_key` is asked before each try: tokens may end in between."""
    server.play(BROKEN, BROKEN, OK)
    tokens = iter(TOKENS)

    async def later() -> str:
        return next(tokens)

    client: Any = (
        AsyncOpenAI(base_url=server.base_url, api_key=later)
        if is_async
        else OpenAI(base_url=server.base_url, api_key=lambda: next(tokens))
    )
    post(client, body={})
    assert [f"Bearer {token}" for token in TOKENS] == [
        sent.headers["authorization"] for sent in server.requests
    ]


def test_refreshing_a_key() -> None:
    """`_refresh_api_key` asks the function, or gives the key that there is."""
    client = OpenAI(api_key=lambda: "token")
    assert "" == client.api_key
    assert "token" == client._refresh_api_key() == client.api_key
    assert "fixed" == OpenAI(api_key="fixed")._refresh_api_key()
    assert "fixed" == asyncio.run(AsyncOpenAI(api_key="fixed")._refresh_api_key())


def test_a_verdict_of_ones_own(server: ScriptedServer) -> None:
    """`_should_retry` may be replaced; without that, it says what is retried."""

    class Patient(OpenAI):
        def _should_retry(self, response: Response) -> bool:
            return response.status_code == 404 or super()._should_retry(response)

    missing = json_answer({}, status=404, headers={"retry-after-ms": "1"})
    server.play(missing, BROKEN, OK)
    post(Patient(base_url=server.base_url), body={})
    assert 3 == len(server.requests)

    client = OpenAI(base_url=server.base_url)
    server.play(json_answer({}, status=429))
    with mock.patch.object(client, "_should_retry", return_value=False):
        with pytest.raises(RateLimitError):
            post(client, body={})
    assert 4 == len(server.requests)


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (429, {"retry-after": "120"}, True),
        (429, {"retry-after": "121"}, False),
        (400, {}, False),
        (400, {"x-should-retry": "true"}, True),
        (503, {"retry-after": "1e999"}, False),
        (503, {"retry-after-ms": "9" * 400}, False),
        (503, {"retry-after": "inf"}, True),
        (503, {"retry-after": "-1e999"}, True),
    ],
)
def test_what_is_retried(status: int, headers: dict[str, str], expected: bool) -> None:
    """`_should_retry` takes httpx's responses as well; a number too large is too long a wait."""
    httpx = pytest.importorskip("httpx")
    assert expected is OpenAI()._should_retry(httpx.Response(status, headers=headers))


def test_no_limit_is_no_number_of_retries(client: OpenAI) -> None:
    """`max_retries` of a call that is None is refused, as that of a client."""
    with pytest.raises(TypeError, match="max_retries"):
        post(client, body={}, options={"max_retries": None})


def test_tests_do_not_wait(server: ScriptedServer) -> None:
    """Chance and sleep may be replaced at their official paths, for both clients."""
    pytest.importorskip("anyio")
    server.play(json_answer({}, status=500))
    clients = OpenAI(base_url=server.base_url), AsyncOpenAI(base_url=server.base_url)
    with (
        mock.patch("openai_local._base_client.random", return_value=0),
        mock.patch("openai_local._base_client.time.sleep") as sleep,
        mock.patch("openai_local._base_client.anyio.sleep") as async_sleep,
    ):
        for client in clients:
            with pytest.raises(InternalServerError):
                post(client, body={})
    expected = [mock.call(0.5), mock.call(1.0)]
    assert [expected, expected] == [sleep.call_args_list, async_sleep.call_args_list]
