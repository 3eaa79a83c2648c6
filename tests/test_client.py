"""`OpenAI`: its settings, what it sends of them, and what it keeps to itself."""

from __future__ import annotations

import inspect
import logging
import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import openai_local
import openai_local._client
from openai_local import (
    NOT_GIVEN,
    APIConnectionError,
    APIResponseValidationError,
    AuthenticationError,
    InternalServerError,
    NotGiven,
    OpenAI,
    OpenAIError,
    Timeout,
    not_given,
    omit,
)
from openai_local._http import URL
from openai_local.resources.chat.completions import Completions
from openai_local.testing.scripted import (
    HoldOpen,
    ScriptedServer,
    chat_chunks,
    chat_completion,
    json_answer,
    sse,
)

#: All are made up. The first three look like keys of the official service.
OFFICIAL_KEYS = ["sk-proj-abcdefgh12345678", "sk-svcacct-abcdefgh12345678",
                 "sk-admin-abcdefgh12345678"]  # fmt: skip
LOCAL_KEYS = ["secret-1", "sk-no-key-required", "sk-1234"]


@pytest.fixture
def answering(server: ScriptedServer) -> ScriptedServer:
    server.play(json_answer(chat_completion("Hello")))
    return server


@pytest.fixture
def log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> pytest.LogCaptureFixture:
    """The log from DEBUG on, as in a process that has warned of nothing yet."""
    monkeypatch.setattr("openai_local._client._warned", set())
    caplog.set_level(logging.DEBUG)
    return caplog


def ask(client: OpenAI, **params: Any) -> None:
    client.chat.completions.create(
        **{"model": "m", "messages": [{"role": "user", "content": "Hello"}], **params}
    )


def sent_headers(server: ScriptedServer, **settings: Any) -> dict[str, str]:
    """The headers that a client with these settings sends."""
    with OpenAI(**{"base_url": server.base_url, "max_retries": 0, **settings}) as client:
        ask(client)
    return server.requests[-1].headers


# -- the constructor -------------------------------------------------------------------------

#: The constructor of the official SDK, 3.54.0; 1.109.1 and 2.54.0 have a part of it.
OFFICIAL_ARGUMENTS = [
    "api_key", "admin_api_key", "workload_identity", "organization", "project", "webhook_secret",
    "provider", "base_url", "data_residency", "websocket_base_url", "timeout", "max_retries",
    "default_headers", "default_query", "http_client", "_strict_response_validation",
    "_enforce_credentials",
]  # fmt: skip


OUR_ARGUMENTS = (
    "strict_streams",
    "dialect",
    "load_timeout",
    "on_prompt_progress",
    "local_images",
)


def test_official_arguments() -> None:
    """The constructor has the official arguments, in the official order, all by keyword."""
    parameters = inspect.signature(OpenAI).parameters

    assert OFFICIAL_ARGUMENTS == [name for name in parameters if name not in OUR_ARGUMENTS]
    assert {inspect.Parameter.KEYWORD_ONLY} == {each.kind for each in parameters.values()}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("api_key", "k"),
        ("admin_api_key", "k"),
        ("organization", "o"),
        ("project", "p"),
        ("webhook_secret", "w"),
        ("websocket_base_url", "ws://127.0.0.1:1/v1"),
        ("timeout", 3.0),
        ("max_retries", 7),
    ],
)
def test_arguments_are_attributes(name: str, value: Any) -> None:
    """What the official client shows as an attribute is shown here too, even if it is unused."""
    assert value == getattr(OpenAI(**{name: value}), name)


@pytest.mark.parametrize("name", ["_strict_response_validation", "_enforce_credentials"])
@pytest.mark.parametrize("value", [True, False])
def test_private_arguments_are_taken(answering: ScriptedServer, name: str, value: bool) -> None:
    """The official SDK's private arguments are taken and change nothing."""
    assert "authorization" not in sent_headers(answering, **{name: value})


@pytest.mark.parametrize("name", ["workload_identity", "provider", "data_residency"])
def test_hosted_arguments_are_refused(name: str) -> None:
    """Arguments that would send requests elsewhere raise, with what to use instead."""
    with pytest.raises(OpenAIError, match=f"^{name}= is for the official service .*base_url="):
        OpenAI(**{name: object()})

    OpenAI(**{name: None})


def test_http_client_of_no_known_kind() -> None:
    """`http_client` is not silently ignored."""
    with pytest.raises(TypeError, match=r"Invalid `http_client` argument.*<class 'object'>"):
        OpenAI(http_client=object())

    OpenAI(http_client=None)


def test_unknown_argument() -> None:
    """A misspelt argument is a TypeError."""
    with pytest.raises(TypeError, match="baseurl"):
        OpenAI(baseurl="http://127.0.0.1:1/v1")  # type: ignore[call-arg]


def test_defaults() -> None:
    """A client needs no argument: llama-server's address, no key, the official limits."""
    client = OpenAI()

    assert "http://127.0.0.1:8080/v1/" == client.base_url
    assert "" == client.api_key
    assert Timeout(600, connect=5) == client.timeout
    assert 2 == client.max_retries
    assert "authorization" not in {name.lower() for name in client.default_headers}
    assert openai_local.Client is OpenAI


# -- the environment -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "header", "expected"),
    [
        ("OPENAI_API_KEY", "authorization", "Bearer value-1"),
        ("OPENAI_LOCAL_API_KEY", "authorization", "Bearer value-1"),
        ("OPENAI_ORG_ID", "openai-organization", "value-1"),
        ("OPENAI_PROJECT_ID", "openai-project", "value-1"),
    ],
)
def test_variables(
    answering: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    header: str,
    expected: str,
) -> None:
    """Keys and names come from the environment, read once, when the client is made."""
    assert header not in sent_headers(answering)
    monkeypatch.setenv(variable, "value-1")
    assert expected == sent_headers(answering)[header]

    client = OpenAI(base_url=answering.base_url)
    monkeypatch.setenv(variable, "value-2")
    with client:
        ask(client)
    assert expected == answering.requests[-1].headers[header]


@pytest.mark.parametrize(
    ("argument", "variable", "header"),
    [
        ("organization", "OPENAI_ORG_ID", "openai-organization"),
        ("project", "OPENAI_PROJECT_ID", "openai-project"),
    ],
)
def test_arguments_win_over_variables(
    answering: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    argument: str,
    variable: str,
    header: str,
) -> None:
    """An argument wins over its variable."""
    monkeypatch.setenv(variable, "from-environment")

    assert "given" == sent_headers(answering, **{argument: "given"})[header]


def test_base_url_variable(answering: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `base_url`, or with an empty one, `OPENAI_BASE_URL` counts."""
    monkeypatch.setenv("OPENAI_BASE_URL", answering.base_url)

    assert f"{answering.base_url}/" == OpenAI().base_url
    for unset in (None, not_given, NOT_GIVEN, ""):
        assert sent_headers(answering, base_url=unset)
    assert "http://127.0.0.1:1/v1/" == OpenAI(base_url="http://127.0.0.1:1/v1").base_url


def test_empty_base_url_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty `OPENAI_BASE_URL` is none."""
    monkeypatch.setenv("OPENAI_BASE_URL", "")

    assert "http://127.0.0.1:8080/v1/" == OpenAI().base_url


# -- keys ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [*LOCAL_KEYS, *OFFICIAL_KEYS])
def test_given_keys_are_sent(answering: ScriptedServer, key: str) -> None:
    """`api_key=` is always sent."""
    assert f"Bearer {key}" == sent_headers(answering, api_key=key)["authorization"]


@pytest.mark.parametrize("key", [*LOCAL_KEYS, *OFFICIAL_KEYS])
def test_local_keys_are_sent(
    answering: ScriptedServer, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """`OPENAI_LOCAL_API_KEY` is always sent, and wins over `OPENAI_API_KEY`."""
    monkeypatch.setenv("OPENAI_LOCAL_API_KEY", key)
    monkeypatch.setenv("OPENAI_API_KEY", "another")

    assert f"Bearer {key}" == sent_headers(answering)["authorization"]


@pytest.mark.parametrize("key", LOCAL_KEYS)
def test_other_keys_of_the_environment_are_sent(
    answering: ScriptedServer, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """`OPENAI_API_KEY` is sent if it does not look like one of the official service."""
    monkeypatch.setenv("OPENAI_API_KEY", f" {key}\n")

    assert f"Bearer {key}" == sent_headers(answering)["authorization"]


@pytest.mark.parametrize("key", OFFICIAL_KEYS)
def test_official_keys_of_the_environment_are_withheld(
    answering: ScriptedServer,
    monkeypatch: pytest.MonkeyPatch,
    log: pytest.LogCaptureFixture,
    key: str,
) -> None:
    """An official key that is just there is not sent to this machine; the log says so once."""
    monkeypatch.setenv("OPENAI_API_KEY", key)

    for _ in range(2):
        assert "authorization" not in sent_headers(answering)

    (warning,) = [record for record in log.records if record.levelname == "WARNING"]
    assert f"was not sent to {answering.origin}" in warning.getMessage()
    assert key not in log.text


@pytest.mark.parametrize(
    ("base_url", "is_sent"),
    [
        ("http://127.0.0.1:8080/v1", False),
        ("https://127.0.0.1:8080/v1", False),
        ("https://localhost/v1", False),
        ("https://[::1]:8080/v1", False),
        ("http://192.168.1.5:8080/v1", False),
        ("http://llm.example.com/v1", False),
        ("https://llm.example.com/v1", True),
        (None, False),
    ],
)
def test_where_official_keys_are_withheld(
    monkeypatch: pytest.MonkeyPatch, base_url: str | None, is_sent: bool
) -> None:
    """An official key of the environment goes out over https, to other machines only."""
    monkeypatch.setenv("OPENAI_API_KEY", OFFICIAL_KEYS[0])

    expected = {"Authorization": f"Bearer {OFFICIAL_KEYS[0]}"} if is_sent else {}
    assert expected == OpenAI(base_url=base_url).auth_headers


def test_withheld_key_that_the_program_sets(
    answering: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is sent if the program says so, even if it has it from the same variable."""
    monkeypatch.setenv("OPENAI_API_KEY", OFFICIAL_KEYS[0])
    with OpenAI(base_url=answering.base_url) as client:
        client.api_key = "".join(OFFICIAL_KEYS[0])
        ask(client)
        client.api_key = str(OFFICIAL_KEYS[0][:-1] + OFFICIAL_KEYS[0][-1])
        ask(client)

    expected = [f"Bearer {OFFICIAL_KEYS[0]}"] * 2
    assert expected == [request.headers["authorization"] for request in answering.requests]


def test_withheld_key_stays_withheld_in_a_pickle(
    answering: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of the client in another process withholds the key too."""
    monkeypatch.setenv("OPENAI_API_KEY", OFFICIAL_KEYS[0])
    with pickle.loads(pickle.dumps(OpenAI(base_url=answering.base_url))) as client:
        ask(client)

    assert "authorization" not in answering.requests[0].headers


@pytest.mark.parametrize("withheld", [True, False])
def test_401_says_that_the_key_was_withheld(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, withheld: bool
) -> None:
    """If the server then asks for a key, the error says that one was withheld, and what to do."""
    monkeypatch.setenv("OPENAI_API_KEY", OFFICIAL_KEYS[0] if withheld else "secret-1")
    server.play(json_answer({"error": {"message": "Invalid API Key"}}, status=401))

    with pytest.raises(AuthenticationError) as caught:
        sent_headers(server)

    message = str(caught.value)
    assert message.startswith("Error code: 401 - Invalid API Key")
    assert withheld == ("OPENAI_API_KEY looks like a key of the official service" in message)
    assert withheld == ("pass api_key= or set OPENAI_LOCAL_API_KEY" in message)
    assert OFFICIAL_KEYS[0] not in message


def test_key_function(answering: ScriptedServer) -> None:
    """`api_key` may be a function, asked for each request."""
    keys = iter(["one", "two"])
    with OpenAI(base_url=answering.base_url, api_key=lambda: next(keys)) as client:
        ask(client)
        ask(client)

    sent = [request.headers["authorization"] for request in answering.requests]
    assert ["Bearer one", "Bearer two"] == sent


def test_key_can_be_changed(answering: ScriptedServer) -> None:
    """`client.api_key` can be set later, and taken away."""
    with OpenAI(base_url=answering.base_url, api_key="one") as client:
        client.api_key = "two"
        ask(client)
        client.api_key = ""
        ask(client)

    first, second = (request.headers for request in answering.requests)
    assert "Bearer two" == first["authorization"]
    assert "authorization" not in second


@pytest.mark.parametrize("key", ["a\nb", "a\rb", "schlüssel\N{SNOWMAN}"])
def test_key_that_cannot_be_sent(answering: ScriptedServer, key: str) -> None:
    """A key that HTTP can't carry is refused before anything is sent, and not shown."""
    with pytest.raises(OpenAIError) as caught:
        sent_headers(answering, api_key=key)

    assert "Authorization" in str(caught.value)
    assert key not in str(caught.value)
    assert [] == answering.requests


@pytest.mark.parametrize("key", ["", "   "])
def test_empty_key(answering: ScriptedServer, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """An empty `api_key` sends none, whatever the environment holds."""
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")

    assert "authorization" not in sent_headers(answering, api_key=key)


# -- base_url --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "shown", "path"),
    [
        ("{}/v1", "{}/v1/", "/v1/chat/completions"),
        ("{}/v1/", "{}/v1/", "/v1/chat/completions"),
        ("{}", "{}/", "/chat/completions"),
        ("{}/", "{}/", "/chat/completions"),
        (" {}/v1\n", "{}/v1/", "/v1/chat/completions"),
        ("{}/api/openai/v1", "{}/api/openai/v1/", "/api/openai/v1/chat/completions"),
        ("{}/caf%C3%A9/v1", "{}/caf%C3%A9/v1/", "/caf%C3%A9/v1/chat/completions"),
    ],
)
@pytest.mark.parametrize("kind", [str, URL])
def test_base_url_forms(
    answering: ScriptedServer, given: str, shown: str, path: str, kind: type[str]
) -> None:
    """A base URL is taken with or without a slash at its end, and nothing is added to its path."""
    client = OpenAI(base_url=kind(given.format(answering.origin)))
    with client:
        ask(client)

    assert shown.format(answering.origin) == client.base_url
    assert path == answering.requests[0].path


def test_base_url_answers_like_a_url() -> None:
    """`client.base_url` has the parts of a URL, as in the official SDK."""
    url = OpenAI(base_url="https://[::1]:8443/v1").base_url

    assert ("https", "::1", 8443, "/v1/") == (url.scheme, url.host, url.port, url.path)
    assert "https://[::1]:8443/v1/" == str(url)


def test_base_url_can_be_changed(answering: ScriptedServer) -> None:
    """`client.base_url` can be set later."""
    with OpenAI(base_url="http://127.0.0.1:1/v1", max_retries=0) as client:
        client.base_url = answering.base_url  # type: ignore[assignment]
        ask(client)

    assert 1 == len(answering.requests)


def test_credentials_in_base_url(answering: ScriptedServer, log: pytest.LogCaptureFixture) -> None:
    """A name and password in base_url are sent as Basic authentication, and shown nowhere."""
    base_url = f"http://alice:p%40ss@127.0.0.1:{answering.port}/v1"

    headers = sent_headers(answering, base_url=base_url)

    assert "Basic YWxpY2U6cEBzcw==" == headers["authorization"]
    assert f"127.0.0.1:{answering.port}" == headers["host"]
    assert "/v1/chat/completions" == answering.requests[0].path
    answering.play([], json_answer({"error": "no"}, status=500))
    with OpenAI(base_url=base_url, max_retries=1) as client:
        with pytest.raises(InternalServerError) as caught:
            ask(client)
    shown = f"{client!r} {caught.value!s} {caught.value.request!r} {caught.value.response!r}"
    assert "p%40ss" not in shown + log.text
    assert "p@ss" not in shown + log.text


def test_key_wins_over_credentials(answering: ScriptedServer) -> None:
    """With a key, the credentials of base_url are not sent."""
    base_url = f"http://alice:secret@127.0.0.1:{answering.port}/v1"

    headers = sent_headers(answering, base_url=base_url, api_key="key-1")

    assert "Bearer key-1" == headers["authorization"]


@pytest.mark.parametrize(
    "base_url",
    [
        "127.0.0.1:8080/v1", "localhost:8080", "/v1", "http://", "http:///v1", "ftp://host/v1",
        "unix:///run/llm.sock", "http://host:port/v1", "http://host:99999/v1", "http://[::1/v1",
        "   ", "http://host:-1/v1", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_base_url_that_is_none(monkeypatch: pytest.MonkeyPatch, base_url: str) -> None:
    """What is no http or https URL is refused when the client is made, with an example."""
    with pytest.raises(OpenAIError, match=r"such as http://127\.0\.0\.1:8080/v1"):
        OpenAI(base_url=base_url)

    monkeypatch.setenv("OPENAI_BASE_URL", base_url)
    with pytest.raises(OpenAIError, match="must be an http:// or https:// URL"):
        OpenAI()


# -- timeout and max_retries -----------------------------------------------------------------


class ForeignTimeout:
    """The shape of `httpx.Timeout`."""

    connect, read, write, pool = 1.0, 0.2, 3.0, 4.0


@pytest.mark.parametrize(
    "timeout", [0.2, Timeout(0.2), Timeout(5, read=0.2), ForeignTimeout(), (5, 0.2)]
)
@pytest.mark.parametrize("where", ["client", "call"])
def test_timeout_forms(server: ScriptedServer, timeout: Any, where: str) -> None:
    """A timeout is seconds, a `Timeout`, or anything of its shape; per client or per call."""
    server.play([HoldOpen()])
    settings, options = {"timeout": timeout}, {}
    if where == "call":
        settings, options = options, settings

    with OpenAI(base_url=server.base_url, max_retries=0, **settings) as client:
        with pytest.raises(APIConnectionError, match=r"was silent for 0\.2 s"):
            ask(client, **options)


@pytest.mark.parametrize("timeout", [None, 3, 3.5, Timeout(None)])
def test_timeout_is_shown_as_given(timeout: Any) -> None:
    """`client.timeout` is what was given."""
    assert timeout == OpenAI(timeout=timeout).timeout


def test_timeout_not_given() -> None:
    """`NOT_GIVEN` is the default, `None` is no limit."""
    assert Timeout(600, connect=5) == OpenAI(timeout=NOT_GIVEN).timeout
    assert OpenAI(timeout=None).timeout is None


@pytest.mark.parametrize("timeout", ["30", True, object(), {"read": 3}])
def test_timeout_that_is_none(client: OpenAI, server: ScriptedServer, timeout: Any) -> None:
    """Anything else is a TypeError, at once."""
    with pytest.raises(TypeError, match="timeout must be seconds, None, or a Timeout"):
        OpenAI(timeout=timeout)
    with pytest.raises(TypeError, match="timeout must be seconds, None, or a Timeout"):
        ask(client, timeout=timeout)

    assert [] == server.requests


@pytest.mark.parametrize("value", [None, "2", 1.5])
def test_max_retries_that_is_no_number(value: Any) -> None:
    """`max_retries` must be a whole number; the error says how to have none."""
    with pytest.raises(TypeError, match=r"max_retries cannot be .*whole number. Pass 0"):
        OpenAI(max_retries=value)


def test_max_retries_below_zero() -> None:
    """A negative number of retries is refused."""
    with pytest.raises(ValueError, match="max_retries must be 0 or more, got -1"):
        OpenAI(max_retries=-1)


@pytest.mark.parametrize("value", [0, 1, 3])
def test_max_retries(server: ScriptedServer, value: int) -> None:
    """`max_retries` counts the tries after the first; each says which one it is."""
    server.play(json_answer({}, status=503, headers={"Retry-After-Ms": "1"}))

    with pytest.raises(InternalServerError):
        sent_headers(server, max_retries=value)

    expected = [str(number) for number in range(value + 1)]
    counts = [request.headers["x-stainless-retry-count"] for request in server.requests]
    assert expected == counts


def test_max_retries_can_be_changed(server: ScriptedServer) -> None:
    """`client.max_retries` can be set later."""
    server.play(json_answer({}, status=503, headers={"Retry-After-Ms": "1"}))
    with OpenAI(base_url=server.base_url) as client:
        client.max_retries = 0
        with pytest.raises(InternalServerError):
            ask(client)

    assert 1 == len(server.requests)


# -- headers, query, body --------------------------------------------------------------------


def test_default_headers(answering: ScriptedServer) -> None:
    """`default_headers` are added, and replace our own whatever their case."""
    given = {"X-One": "1", "user-agent": "mine", "AUTHORIZATION": "Token t"}

    headers = sent_headers(answering, api_key="k", default_headers=given)

    assert ("1", "mine", "Token t") == (
        headers["x-one"],
        headers["user-agent"],
        headers["authorization"],
    )


def test_extra_headers(answering: ScriptedServer) -> None:
    """`extra_headers` of a call win over those of the client."""
    given = {"X-One": "1", "X-Two": "2"}
    with OpenAI(base_url=answering.base_url, default_headers=given) as client:
        ask(client, extra_headers={"x-two": "two", "X-Three": "3"})
        ask(client)

    names = ("x-one", "x-two", "x-three")
    first, second = (request.headers for request in answering.requests)
    assert ["1", "two", "3"] == [first[name] for name in names]
    assert ["1", "2", None] == [second.get(name) for name in names]


@pytest.mark.parametrize(
    "name", ["X-Stainless-Retry-Count", "user-agent", "Authorization", "Accept", "accept-encoding"]
)
@pytest.mark.parametrize("where", ["client", "call"])
def test_omit_removes_a_header(answering: ScriptedServer, name: str, where: str) -> None:
    """`omit` in place of a header's value leaves the header out, also on its wire."""
    headers: Mapping[str, Any] = {name: omit}
    settings = {"default_headers": headers} if where == "client" else {}
    options = {"extra_headers": headers} if where == "call" else {}
    with OpenAI(base_url=answering.base_url, api_key="k", **settings) as client:
        ask(client, **options)

    assert name.lower() not in answering.requests[0].headers


def test_query(answering: ScriptedServer) -> None:
    """`default_query` and `extra_query` end up in the URL; the call's win; nesting as official."""
    with OpenAI(base_url=answering.base_url, default_query={"a": 1, "b": "x y"}) as client:
        ask(client, extra_query={"b": True, "c": {"d": ["1", "2"]}, "e": None})

    expected = "/v1/chat/completions?a=1&b=true&c%5Bd%5D%5B%5D=1&c%5Bd%5D%5B%5D=2"
    assert expected == answering.requests[0].path


def test_unknown_keywords_and_extra_body(answering: ScriptedServer, client: OpenAI) -> None:
    """Keywords of local servers and `extra_body` are sent at top level; `extra_body` wins."""
    ask(client, top_k=40, min_p=0.05, temperature=0.1, extra_body={"temperature": 0.2, "x": [1]})

    body = answering.requests[0].json()
    del body["messages"]
    assert {"model": "m", "top_k": 40, "min_p": 0.05, "temperature": 0.2, "x": [1]} == body


@pytest.mark.parametrize("sentinel", [omit, not_given, NOT_GIVEN, NotGiven()])
def test_sentinels_are_left_out(answering: ScriptedServer, client: OpenAI, sentinel: Any) -> None:
    """A parameter set to a sentinel is not sent, `None` is; `stream` may be one, too."""
    ask(client, stop=sentinel, seed=None, stream=sentinel, extra_body=None, extra_headers=None)

    body = answering.requests[0].json()
    assert {"model", "messages", "seed"} == set(body)
    assert body["seed"] is None


@pytest.mark.parametrize(
    ("params", "error", "words"),
    [
        ({"messages": "Hello"}, TypeError, "messages must be a list of messages"),
        ({"messages": {"role": "user"}}, TypeError, "messages must be a list of messages"),
        ({"messages": 7}, TypeError, "messages must be a list of messages"),
        ({"temperature": float("nan")}, ValueError, "JSON"),
        ({"temperature": float("inf")}, ValueError, "JSON"),
        ({"user": object()}, TypeError, "object can't be sent as JSON"),
        ({"user": b"bytes"}, TypeError, "bytes can't be sent as JSON"),
        ({"extra_body": [1]}, TypeError, "extra_body must be a mapping"),
        ({"extra_headers": {"X-One": 1}}, TypeError, "X-One.? must be a str"),
        ({"extra_headers": {"X-One": "a\nb"}}, OpenAIError, "X-One.? holds a line break"),
        (
            {"response_format": OpenAI},
            TypeError,
            r"tried to pass a class \(OpenAI\)",
        ),
    ],
)
def test_bad_arguments(
    client: OpenAI, server: ScriptedServer, params: Any, error: type[Exception], words: str
) -> None:
    """What can't be sent raises before anything is."""
    with pytest.raises(error, match=words):
        ask(client, **params)

    assert 0 == server.connections_opened


@pytest.mark.parametrize("missing", ["model", "messages"])
def test_missing_arguments(client: OpenAI, server: ScriptedServer, missing: str) -> None:
    """A call without model or messages is a TypeError that names what is missing."""
    params: dict[str, Any] = {"model": "m", "messages": []}
    del params[missing]

    with pytest.raises(TypeError, match=f"Missing required arguments: '{missing}'"):
        client.chat.completions.create(**params)

    assert 0 == server.connections_opened


def test_positional_arguments(client: OpenAI) -> None:
    """As in the official SDK, all arguments go by keyword."""
    with pytest.raises(TypeError, match="positional"):
        client.chat.completions.create([], "m")  # type: ignore[call-overload]


#: The official SDK's parameters, 3.54.0.
CREATE_PARAMETERS = [
    "messages", "model", "audio", "frequency_penalty", "function_call", "functions", "logit_bias",
    "logprobs", "max_completion_tokens", "max_tokens", "metadata", "modalities", "moderation", "n",
    "parallel_tool_calls", "prediction", "presence_penalty", "prompt_cache_key",
    "prompt_cache_options", "prompt_cache_retention", "reasoning_effort", "response_format",
    "safety_identifier", "seed", "service_tier", "stop", "store", "stream", "stream_options",
    "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
    "web_search_options", "extra_headers", "extra_query", "extra_body", "timeout",
]  # fmt: skip


def test_signature() -> None:
    """`inspect.signature` shows the official parameters, in their order, with their defaults."""
    bound = inspect.signature(OpenAI().chat.completions.create).parameters
    unbound = inspect.signature(Completions.create).parameters

    assert CREATE_PARAMETERS == list(bound)
    assert ["self", *CREATE_PARAMETERS] == list(unbound)
    assert {inspect.Parameter.KEYWORD_ONLY} == {each.kind for each in bound.values()}
    defaults = {name: each.default for name, each in bound.items()}
    assert inspect.Parameter.empty is defaults.pop("messages") is defaults.pop("model")
    assert defaults.pop("timeout") is not_given
    for name in ("extra_headers", "extra_query", "extra_body"):
        assert defaults.pop(name) is None
    assert {omit} == set(defaults.values())


# -- what is not there -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["files", "batches", "fine_tuning", "vector_stores", "realtime", "uploads"]
)
def test_hosted_only_attributes(name: str) -> None:
    """Parts that only the official service has are an AttributeError that says so."""
    client = OpenAI()

    with pytest.raises(AttributeError, match=f"{name!r}: only the official service has it"):
        getattr(client, name)
    assert not hasattr(client, name)


def test_misspelt_attribute() -> None:
    """A misspelt attribute is a plain AttributeError."""
    with pytest.raises(AttributeError, match=r"^'OpenAI' object has no attribute 'chatt'$"):
        _ = OpenAI().chatt


# -- the end ---------------------------------------------------------------------------------


def test_closed_client(answering: ScriptedServer) -> None:
    """A closed client says so and sends nothing more; closing twice is fine."""
    with OpenAI(base_url=answering.base_url) as client:
        assert not client.is_closed()
        ask(client)
    client.close()

    assert client.is_closed()
    with pytest.raises(OpenAIError, match="This client was closed; make a new one"):
        ask(client)
    assert 1 == len(answering.requests)


def test_unused_client_can_be_closed() -> None:
    """Closing a client that has sent nothing is fine."""
    client = OpenAI()
    client.close()

    assert client.is_closed()


def test_chat_is_one_object() -> None:
    """`client.chat.completions` is the same object each time."""
    client = OpenAI()

    assert client.chat is client.chat
    assert client.chat.completions is client.chat.completions


# -- secrets ---------------------------------------------------------------------------------


def secret_holders(server: ScriptedServer) -> Iterator[object]:
    """Whatever a program may print while it uses a client with a key."""
    settings: dict[str, Any] = {
        "api_key": "secret-key-1",
        "default_headers": {"Cookie": "secret-cookie-1", "X-Api-Key": "secret-key-2"},
    }
    with OpenAI(base_url=server.base_url, max_retries=1, **settings) as client:
        yield client
        yield client.chat.completions
        server.play(json_answer(chat_completion("Hello")))
        yield client.chat.completions.create(model="m", messages=[])
        server.play(sse(chat_chunks("Hello")))
        stream = client.chat.completions.create(model="m", messages=[], stream=True)
        yield stream
        yield stream.response
        yield stream.response.request
        yield stream.response.request.headers
        yield from stream
        for status in (400, 401, 500):
            server.play(json_answer({"error": "no"}, status=status, headers={"Retry-After": "0"}))
            try:
                ask(client)
            except openai_local.APIStatusError as error:
                yield error
                yield error.request
                yield error.response
                yield error.request.headers
    try:
        ask(client)
    except OpenAIError as error:
        yield error


def test_keys_are_shown_nowhere(server: ScriptedServer, log: pytest.LogCaptureFixture) -> None:
    """No repr, no message and no line of the log holds the key or another secret header."""
    shown = [f"{thing!r} {thing!s}" for thing in secret_holders(server)]

    assert len(shown) > 15
    assert "secret" in server.requests[0].headers["authorization"]
    assert "secret" not in " ".join(shown)
    assert "openai_local" in {record.name for record in log.records}
    assert "secret" not in log.text


@pytest.mark.parametrize(
    "answer",
    [{}, {"message": "Welcome"}, {"status": "busy"}, {"choices": 5}, {"choices": [None]}],
)
def test_an_answer_without_choices(
    answer: dict[str, Any], server: ScriptedServer, client: OpenAI
) -> None:
    """It is no completion, and says so instead of an IndexError later on."""
    server.play(json_answer(answer))

    with pytest.raises(APIResponseValidationError, match="is not a completion"):
        client.chat.completions.create(model="m", messages=[])


def test_methods_say_that_they_take_any_keyword(client: OpenAI) -> None:
    """`getfullargspec` sees the keywords of `create` gathered, `signature` each by its name."""
    for create in (client.chat.completions.create, client.responses.create):
        assert inspect.getfullargspec(create).varkw
        assert "stream" in inspect.signature(create).parameters
        assert "model" in inspect.signature(create).parameters
