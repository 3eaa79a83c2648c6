"""`DefaultAioHttpClient`: its settings, its sessions, its errors.

What all asynchronous transports have in common is in `tests/test_async.py`.
"""

from __future__ import annotations

import asyncio
import gc
import pickle
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openai_local import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    DefaultAioHttpClient,
    OpenAI,
    Timeout,
)
from openai_local._constants import READ_SIZE
from openai_local.testing.scripted import (
    HoldOpen,
    KeepAlive,
    Pause,
    Reset,
    ScriptedServer,
    chat_completion,
    head,
    json_answer,
)

MESSAGES: list[Any] = [{"role": "user", "content": "Hello"}]


@pytest.fixture
def needs_aiohttp() -> Any:
    return pytest.importorskip("aiohttp")


pytestmark = pytest.mark.usefixtures("needs_aiohttp")


def ask(server: ScriptedServer, http: DefaultAioHttpClient, **settings: Any) -> str | None:
    """One call with a client of its own."""

    async def main() -> str | None:
        async with AsyncOpenAI(
            http_client=http, **{"base_url": server.base_url, "max_retries": 0, **settings}
        ) as client:
            answer = await client.chat.completions.create(model="m", messages=MESSAGES)
        return answer.choices[0].message.content

    return asyncio.run(main())


def test_header_fields(server: ScriptedServer) -> None:
    """Ours are sent, those of the settings too, and none that aiohttp would add."""
    server.play(json_answer(chat_completion("Hello")))

    ask(server, DefaultAioHttpClient(headers={"X-Team": "blue", "user-agent": "mine"}))

    assert server.requests[0].headers["user-agent"].startswith("AsyncOpenAI/openai-local ")
    expected = {"accept", "accept-encoding", "content-length", "content-type", "host",
                "user-agent", "x-stainless-lang", "x-stainless-retry-count", "x-team"}  # fmt: skip
    assert expected == set(server.requests[0].headers)


def test_whose_timeout() -> None:
    """The client's own timeout, else that of the settings, which is the official one."""
    assert Timeout(600, connect=5) == AsyncOpenAI(http_client=DefaultAioHttpClient()).timeout
    assert 7 == AsyncOpenAI(http_client=DefaultAioHttpClient(timeout=7)).timeout
    assert 3 == AsyncOpenAI(http_client=DefaultAioHttpClient(timeout=7), timeout=3).timeout


def test_limits(server: ScriptedServer) -> None:
    """With one connection, calls wait for each other; the official arguments are taken."""

    class Limits:
        max_connections = 1

    server.play(json_answer(chat_completion("Hello")))

    async def main() -> None:
        http = DefaultAioHttpClient(limits=Limits(), follow_redirects=True)
        async with AsyncOpenAI(base_url=server.base_url, http_client=http) as client:
            calls = (client.chat.completions.create(model="m", messages=MESSAGES) for _ in "123")
            await asyncio.gather(*calls)

    asyncio.run(main())
    assert 1 == server.connections_opened


def ask_two(server: ScriptedServer, timeout: Timeout) -> list[Any]:
    """What two calls at once bring over the one connection that they may have."""
    server.play(KeepAlive([Pause(0.4), *json_answer(chat_completion("Hello"))]))

    class Limits:
        max_connections = 1

    async def main() -> list[Any]:
        http = DefaultAioHttpClient(limits=Limits())
        base_url = server.base_url
        async with AsyncOpenAI(http_client=http, base_url=base_url, max_retries=0) as client:
            create = client.with_options(timeout=timeout).chat.completions.create
            calls = [create(model="m", messages=MESSAGES) for _ in range(2)]
            return await asyncio.gather(*calls, return_exceptions=True)

    return asyncio.run(main())


def test_a_wait_for_a_free_connection(server: ScriptedServer) -> None:
    """It is no time of connecting, which may be short."""
    answers = ask_two(server, Timeout(5, connect=0.2))

    assert ["Hello", "Hello"] == [answer.choices[0].message.content for answer in answers]


def test_a_long_wait_for_a_free_connection(server: ScriptedServer) -> None:
    """It has a limit of its own, and the error says so."""
    answer, error = ask_two(server, Timeout(5, pool=0.2))

    assert "Hello" == answer.choices[0].message.content
    assert isinstance(error, APITimeoutError)
    assert f"no free connection to {server.origin} within 0.2 s" in str(error)


def test_unknown_arguments() -> None:
    """A misspelt argument is a `TypeError`."""
    with pytest.raises(TypeError, match="time_out"):
        DefaultAioHttpClient(time_out=3)  # type: ignore[call-arg]


@pytest.mark.parametrize("how", ["argument", "environment", "distrusted", "bypassed"])
def test_proxy(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """A proxy is used if it is asked for; that of the environment too, unless it is distrusted."""
    with ScriptedServer() as proxy:
        proxy.play(json_answer(chat_completion("from the proxy")))
        if how != "argument":
            monkeypatch.setenv("http_proxy", proxy.origin)
        if how == "bypassed":
            monkeypatch.setenv("no_proxy", "server.invalid")
        http = DefaultAioHttpClient(
            proxy=proxy.origin if how == "argument" else None, trust_env=how != "distrusted"
        )

        async def main() -> str | None:
            async with AsyncOpenAI(
                base_url="http://server.invalid/v1", http_client=http, max_retries=0
            ) as client:
                answer = await client.chat.completions.create(model="m", messages=MESSAGES)
            return answer.choices[0].message.content

        if how in ("distrusted", "bypassed"):
            with pytest.raises(
                APIConnectionError, match=r"no connection to http://server\.invalid"
            ):
                asyncio.run(main())
            assert [] == proxy.requests
        else:
            assert "from the proxy" == asyncio.run(main())
            assert "http://server.invalid/v1/chat/completions" == proxy.requests[0].path


def test_no_proxy_to_this_machine(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment's proxy is not used for 127.0.0.1."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.play(json_answer(chat_completion("straight")))

    assert "straight" == ask(server, DefaultAioHttpClient())


def test_netrc_is_not_read(
    server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password for the host in a netrc file is not sent."""
    file = tmp_path / "netrc"
    file.write_text("default login alice password secret\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    server.play(json_answer(chat_completion("Hello")))

    ask(server, DefaultAioHttpClient())

    assert "authorization" not in server.requests[0].headers


def test_redirects_elsewhere(server: ScriptedServer) -> None:
    """The prompt does not follow a redirect to another server."""
    with ScriptedServer() as elsewhere:
        target = f"{elsewhere.base_url}/chat/completions"
        server.play([head(307, headers={"Location": target, "Content-Length": "0"})])
        with pytest.raises(APIStatusError, match=target):
            ask(server, DefaultAioHttpClient())
    assert [] == elsewhere.requests


@pytest.mark.parametrize("answer", [[], [Reset()]], ids=["closed", "reset"])
def test_no_answer(server: ScriptedServer, answer: list[Any]) -> None:
    """A connection that breaks before the answer is tried again."""
    server.play(answer, json_answer(chat_completion("Hello")))

    assert "Hello" == ask(server, DefaultAioHttpClient(), max_retries=1)


def test_plain_http_where_tls_is_due(server: ScriptedServer) -> None:
    """A server that does not speak TLS is an `APIConnectionError` that says so."""
    server.play(json_answer(chat_completion("Hello")))
    url = server.base_url.replace("http:", "https:")

    with pytest.raises(APIConnectionError, match=r"no (TLS )?connection to https"):
        ask(server, DefaultAioHttpClient(), base_url=url)


@pytest.mark.parametrize(
    "verify", [False, ssl.create_default_context()], ids=["unverified", "context"]
)
def test_verify(server: ScriptedServer, verify: Any) -> None:
    """What `verify` may be has no say where there is no TLS."""
    server.play(json_answer(chat_completion("Hello")))

    assert "Hello" == ask(server, DefaultAioHttpClient(verify=verify))


def test_a_proxy_that_is_no_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy variable that can't be read is a connection error that points at it."""
    monkeypatch.setenv("HTTP_PROXY", "http://[::1")

    async def main() -> None:
        http = DefaultAioHttpClient()
        base_url = "http://example.test/v1"
        async with AsyncOpenAI(http_client=http, base_url=base_url, max_retries=0) as client:
            await client.chat.completions.create(model="m", messages=MESSAGES)

    with pytest.raises(APIConnectionError, match="proxy that the environment names"):
        asyncio.run(main())


def test_a_proxy_of_a_kind_that_aiohttp_does_not_know(server: ScriptedServer) -> None:
    """A SOCKS proxy is an `APIConnectionError`."""
    with pytest.raises(APIConnectionError, match="socks"):
        ask(server, DefaultAioHttpClient(proxy="socks5://127.0.0.1:9"))


def test_shared_by_two_clients(server: ScriptedServer) -> None:
    """Two clients with the same one share its connections."""
    server.play(json_answer(chat_completion("Hello")))

    async def main() -> None:
        async with DefaultAioHttpClient() as http:
            for _ in range(2):
                client = AsyncOpenAI(base_url=server.base_url, http_client=http)
                await client.chat.completions.create(model="m", messages=MESSAGES)

    asyncio.run(main())
    assert 2 == len(server.requests)
    assert 1 == server.connections_opened


@pytest.mark.parametrize("answer", [KeepAlive, list], ids=["kept", "closed"])
def test_dropped_without_closing(server: ScriptedServer, answer: Callable[[Any], Any]) -> None:
    """A client that nobody closes leaves no connection, and nothing warns of one."""
    server.play(answer(json_answer(chat_completion("Hello"))))

    async def main() -> None:
        client = AsyncOpenAI(base_url=server.base_url, http_client=DefaultAioHttpClient())
        await client.chat.completions.create(model="m", messages=MESSAGES)

    asyncio.run(main())
    gc.collect()


def test_an_open_stream_when_the_client_closes(server: ScriptedServer) -> None:
    """Closing the client closes its open streams."""
    server.play([head(), HoldOpen()])

    async def main() -> bool:
        client = AsyncOpenAI(base_url=server.base_url, http_client=DefaultAioHttpClient())
        stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        await client.close()
        is_left = await asyncio.to_thread(server.wait_for_disconnect, 1)
        del stream
        return is_left

    assert asyncio.run(main())


def test_pickle(server: ScriptedServer) -> None:
    """A client goes through pickle with its settings, also when it has connections."""
    server.play(json_answer(chat_completion("Hello")))
    http = DefaultAioHttpClient(headers={"X-Team": "blue"})
    client = AsyncOpenAI(base_url=server.base_url, http_client=http)
    asyncio.run(_ask(client))

    again = pickle.loads(pickle.dumps(client))
    asyncio.run(_ask(again))

    assert ["blue"] * 2 == [request.headers["x-team"] for request in server.requests]


async def _ask(client: AsyncOpenAI) -> None:
    await client.chat.completions.create(model="m", messages=MESSAGES)


def test_not_for_the_other_face() -> None:
    """`OpenAI` does not take it."""
    with pytest.raises(TypeError, match=r"That one is for AsyncOpenAI\."):
        OpenAI(http_client=DefaultAioHttpClient())


def test_without_the_package() -> None:
    """Without aiohttp the class can be imported; using it names the extra."""
    program = (
        "import sys\n"
        "sys.modules['aiohttp'] = None\n"
        "from openai_local import DefaultAioHttpClient\n"
        "try:\n"
        "    DefaultAioHttpClient()\n"
        "except RuntimeError as error:\n"
        "    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert "pip install 'openai-local[aiohttp]'" in result.stdout, result.stderr


def test_a_read_asks_for_no_more_than_others_do(server: ScriptedServer) -> None:
    """Asyncio asks for 256 KB each time, for which the system is asked again and again."""
    server.play([head(), HoldOpen()])

    async def main() -> Any:
        http = DefaultAioHttpClient()
        async with AsyncOpenAI(http_client=http, base_url=server.base_url) as client:
            stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
            raw: Any = stream.response._body._raw  # type: ignore[attr-defined]
            return raw.connection.transport.max_size

    assert READ_SIZE == asyncio.run(main())
