"""Asks a server what it is, and has it say a few words. Whatever goes wrong is a `Finding`.

Rule of this file: requests go through the package's own client, so that they meet what those of
a program meet; all of them are bounded, and none changes anything on the server.
"""

from __future__ import annotations

import difflib
import netrc
import os
import platform
import socket
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from typing import Any, Final, NamedTuple

from .._client import OpenAI
from .._exceptions import APIConnectionError, APIError, APIStatusError, OpenAIError
from .._http import URL, BrokenConnection, ConnectTimeout, ReadTimeout, Refused, Response
from .._io.neighbours import USUAL_PORTS, Neighbour, neighbours
from .._types import Timeout
from .._version import __version__
from .._wire import servers
from .._wire.request import base_url_of
from .._wire.servers import Answer, Model, Question, Server
from ..types.chat import ChatCompletionMessageParam
from . import traps
from .traps import Finding, Source, note, problem

#: Seconds. A server on this machine answers such questions in milliseconds.
_PATIENCE_TO_CONNECT: Final = 2.0
_PATIENCE_PER_QUESTION: Final = 3.0
_PATIENCE_FOR_A_TOKEN: Final = 8.0
#: Seconds for all of it; what has begun by then may take its own patience still.
_PATIENCE: Final = 11.0

_PROMPT: Final[list[ChatCompletionMessageParam]] = [
    {"role": "user", "content": "Count from one to ten, in words."}
]
_MAX_TOKENS: Final = 24
#: Seconds between the first and the last token; in less, the clock measures the connection.
_SHORTEST_MEASURE: Final = 0.01


class Speed(NamedTuple):
    """How the model answers; times in seconds."""

    model: str
    first_token_seconds: float
    tokens: int
    tokens_per_second: float | None


@dataclass
class Checkup:
    """What was found out so far."""

    base_url: Source
    key: Source
    server: Server | None = None
    speed: Speed | None = None
    others: list[Neighbour] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, findings: Finding | Iterable[Finding]) -> None:
        """Note a finding or several."""
        self.findings += [findings] if isinstance(findings, Finding) else findings

    @property
    def is_well(self) -> bool:
        return all(finding.level != "problem" for finding in self.findings)


def versions() -> dict[str, str]:
    """The versions of what takes part."""
    installed = {"openai_local": __version__, "python": platform.python_version()}
    for name in ("requests", "urllib3"):
        try:
            installed[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            # Copied into place, not installed.
            continue
    return installed


class Patience:
    """What is left of the time, in seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    def timeout(self, seconds: float) -> Timeout:
        """That much at most, but something always."""
        seconds = max(0.1, min(seconds, self.left))
        return Timeout(seconds, connect=min(seconds, _PATIENCE_TO_CONNECT))


def examine(checkup: Checkup, api_key: str | None, model: str | None) -> None:
    """Find out all that there is to find out; what is found is put down at once."""
    environ, source = os.environ, checkup.base_url
    checkup.add(traps.check_versions(versions()))
    try:
        url = base_url_of(source.value)
    except OpenAIError as error:
        advice = f"set {source.origin} to something like http://127.0.0.1:8080/v1"
        checkup.add(problem("base-url-invalid", str(error).rstrip("."), advice))
        return
    checkup.add(traps.check_address(url, source, environ))
    if traps.is_official(url):
        return
    with OpenAI(base_url=url, api_key=api_key, max_retries=0, load_timeout=0) as client:
        is_withheld = client._withholds_key
        checkup.add(traps.check_key(url, checkup.key, is_withheld=is_withheld))
        checkup.add(traps.check_proxies(url, environ, _proxy_in_the_way(url)))
        checkup.add(traps.check_netrc(url, _netrc_hosts(environ)))
        _Examination(checkup, client, model, is_withheld=is_withheld).run()


def _proxy_in_the_way(url: URL) -> str | None:
    # Imports requests, which not every command needs.
    from .._io.requests_ import proxy_in_the_way

    return proxy_in_the_way(url)


def _netrc_hosts(environ: Mapping[str, str]) -> set[str]:
    names = [environ["NETRC"]] if environ.get("NETRC") else ["~/.netrc", "~/_netrc"]
    hosts: set[str] = set()
    for name in names:
        try:
            hosts |= set(netrc.netrc(os.path.expanduser(name)).hosts)
        except (OSError, netrc.NetrcParseError):
            # requests passes over it, too.
            continue
    return hosts


class _Examination:
    """One look at one server."""

    def __init__(
        self, checkup: Checkup, client: OpenAI, model: str | None, *, is_withheld: bool
    ) -> None:
        self._checkup = checkup
        self._client = client
        self._wanted = model
        self._is_withheld = is_withheld
        self._patience = Patience(_PATIENCE)
        self._answers: dict[str, Answer] = {}

    def run(self) -> None:
        """See `examine`."""
        try:
            first = self._ask(Question(servers.MODELS))
        except APIConnectionError as error:
            self._explain(error)
            return
        except OpenAIError as error:
            # A key that can't be sent was found before.
            if self._checkup.is_well:
                self._checkup.add(problem("not-sent", str(error), "look at the settings"))
            return
        self._look_at_host(is_reached=True)
        if not (first.is_model_list or first.is_loading or first.status in (401, 403)):
            first = self._at_likelier_url(first)
        self._answers[servers.MODELS] = first
        self._identify()
        if self._judge(first):
            self._look_at_models()

    # -- asking

    def _ask(self, question: Question) -> Answer:
        """The answer, of whatever status. Raises `APIConnectionError`."""
        root = self._client.base_url.rstrip("/").removesuffix("/v1")
        path = root + question.path if question.path.startswith("/") else question.path
        options = {"timeout": self._patience.timeout(_PATIENCE_PER_QUESTION)}
        try:
            response: Response = (
                self._client.get(path, cast_to=Response, options=options)
                if question.body is None
                else self._client.post(path, cast_to=Response, body=question.body, options=options)
            )
        except APIStatusError as error:
            response = error.response
        return Answer.of(response)

    def _identify(self) -> None:
        """Ask until the server is known, and has said all that it says about itself."""
        while (question := servers.next_question(self._answers)) and not self._patience.is_over:
            try:
                self._answers[question.path] = self._ask(question)
            except APIError:
                self._answers[question.path] = servers.NO_ANSWER
        self._checkup.server = servers.recognised(self._answers)

    def _at_likelier_url(self, first: Answer) -> Answer:
        """What the list of models is where base_url may have meant to lead."""
        given = self._client
        for url in traps.likely_base_urls(given.base_url):
            self._client = given.copy(base_url=url)
            try:
                answer = self._ask(Question(servers.MODELS))
            except APIError:
                continue
            if answer.is_model_list or answer.status in (401, 403) or answer.is_loading:
                message = f"there is no API at {traps.shown(given.base_url)}, but at {url}"
                self._checkup.add(problem("base-url-path", message, f"use {url}"))
                return answer
        self._client = given
        return first

    # -- why there is no answer

    def _explain(self, error: APIConnectionError) -> None:
        """Say why nothing came back, and who else is there."""
        cause, url = error.__cause__, self._client.base_url
        message = str(cause or error).rstrip(".")
        if isinstance(cause, Refused):
            self._look_at_host(is_reached=False)
        elif self._speaks_otherwise():
            advice = f"use {_with_other_scheme(url)}"
            self._checkup.add(
                problem("scheme", f"the server speaks {_OTHER_SCHEME[url.scheme]}", advice)
            )
            return
        mine = {url.port} if url.is_loopback else set()
        others = {port: name for port, name in USUAL_PORTS.items() if port not in mine}
        self._checkup.others = neighbours(others)
        if isinstance(cause, Refused):
            origin = f"nothing listens on {url.origin} (connection refused)"
            self._checkup.add(problem("nothing-listens", origin, self._where_to_go()))
            return
        for kind, code, advice in _CAUSES:
            if isinstance(cause, kind):
                self._checkup.add(problem(code, message, advice))
                return
        self._checkup.add(problem("no-connection", message, "look at the host in base_url"))

    def _where_to_go(self) -> str:
        if self._checkup.others:
            return f"did you mean one of the servers below? OPENAI_BASE_URL={_first(self._checkup)}"
        return "start the server, or set OPENAI_BASE_URL to where it runs"

    def _speaks_otherwise(self) -> bool:
        """True if the server answers under the other one of http and https."""
        given = self._client
        self._client = given.copy(base_url=_with_other_scheme(given.base_url))
        try:
            return bool(self._ask(Question(servers.MODELS)).status)
        except OpenAIError:
            return False
        finally:
            self._client = given

    def _look_at_host(self, *, is_reached: bool) -> None:
        url = self._client.base_url
        if not url.is_loopback:
            return
        port = url.port or (443 if url.scheme == "https" else 80)
        listening = [address for address in ("127.0.0.1", "::1") if _listens(address, port)]
        resolved = _addresses(url.host, port)
        self._checkup.add(traps.check_host(url, resolved, listening, is_reached=is_reached))

    # -- what the answers mean

    def _judge(self, first: Answer) -> bool:
        """True if it can be asked for more; what came in place of a list is a finding."""
        server = self._checkup.server
        assert server is not None
        if first.is_model_list:
            return True
        if first.is_loading:
            self._checkup.add(_LOADING)
        elif servers.refuses_key(first, server):
            self._checkup.add(traps.refused_key(self._checkup.key, is_withheld=self._is_withheld))
        elif server.name == "transformers serve" and first.status == 500:
            # So does 5.23 where nothing was ever downloaded; models in a directory work.
            message = "transformers serve can't list models: it looks for the cache of the hub"
            advice = "make its directory, ~/.cache/huggingface/hub, or name a model by its path"
            self._checkup.add(note("no-list", message, advice))
            return True
        else:
            url = traps.shown(self._client.base_url)
            start = " ".join(first.text.split())[:80]
            message = f"what answers at {url} is no OpenAI-compatible server: "
            message += f"GET /models gave status {first.status}" + (f", {start!r}" if start else "")
            self._checkup.add(problem("not-an-api", message, "look at host and port in base_url"))
        return False

    def _look_at_models(self) -> None:
        server = self._checkup.server
        assert server is not None
        if server.name == "Ollama":
            self._checkup.add(_short_contexts(server.models))
        name = self._wanted
        if name is not None:
            self._checkup.add(_unknown_name(name, server))
            if not self._checkup.is_well:
                return
        elif not server.models and not server.default_model:
            advice = _NO_MODEL_ADVICE.get(server.name, "load one")
            self._checkup.add(problem("no-model", "the server has no model", advice))
            return
        else:
            name = _model_to_try(server)
            if name is None:
                harm = "cost money" if server.name == "LiteLLM" else "load it"
                message = f"no model was asked to answer, since that might {harm}"
                advice = "--model NAME asks that one"
                self._checkup.add(note("not-tried", message, advice))
                return
        self._try(name, server)

    def _try(self, name: str, server: Server) -> None:
        """Have the model say a few words; an embedding model can't."""
        model = next((model for model in server.models if model.id == name), Model(name))
        try:
            self._checkup.speed = self._measure(name)
        except APIStatusError as error:
            if model.embeddings and (model.chat is False or error.status_code in (400, 501)):
                self._checkup.add(note("embeddings-only", f"{name} is for embeddings, not chat"))
                return
            self._checkup.add(self._failure(error, server))
        except OpenAIError as error:
            timed_out = isinstance(error.__cause__, (ReadTimeout, ConnectTimeout))
            self._checkup.add(
                problem(
                    "slow",
                    f"{name} did not say a word within {_PATIENCE_FOR_A_TOKEN:g} s",
                    "it may still be loading, busy, or too big for this machine: try again, and "
                    "look at the server's log",
                )
                if timed_out
                else problem("stream", str(error.__cause__ or error).rstrip("."), _LOG)
            )

    def _failure(self, error: APIStatusError, server: Server) -> Finding:
        answer = Answer.of(error.response)
        if answer.is_loading:
            return _LOADING
        if servers.refuses_key(answer, server):
            return traps.refused_key(self._checkup.key, is_withheld=self._is_withheld)
        return problem("stream", f"a short chat fails: {error}", _LOG)

    def _measure(self, name: str) -> Speed | None:
        """Stream an answer; None if there was none. Ends early when the time is over."""
        client = self._client.with_options(timeout=self._patience.timeout(_PATIENCE_FOR_A_TOKEN))
        started = time.perf_counter()
        moments: list[float] = []
        told = None
        with client.chat.completions.create(
            model=name,
            messages=_PROMPT,
            max_tokens=_MAX_TOKENS,
            stream=True,
        ) as stream:
            for chunk in stream:
                if _has_text(chunk):
                    moments.append(time.perf_counter())
                told = _told_tokens(chunk) or told
                if self._patience.is_over and moments:
                    break
        if not moments:
            self._checkup.add(note("no-words", f"{name} ended its answer without a word"))
            return None
        if _is_held_back(started, moments):
            self._checkup.add(_HELD_BACK)
        tokens, seconds = told or len(moments), moments[-1] - moments[0]
        if seconds < _SHORTEST_MEASURE:
            # They came in one block: they took some of the time before it.
            seconds = moments[-1] - started
        rate = (tokens - 1) / seconds if tokens > 1 and seconds > 0 else None
        return Speed(name, moments[0] - started, tokens, rate)


_LOG: Final = "look at the server's log"
_OTHER_SCHEME: Final = {"http": "https", "https": "http"}
_LOADING: Final = problem(
    "loading", "the server is still loading its model", "wait for it, and try again"
)
_HELD_BACK: Final = note(
    "held-back",
    "all tokens came at the same moment: the server, or something on the way, holds them back",
    "a proxy such as nginx does so unless told otherwise (proxy_buffering off)",
)
#: What to do about failures of the connection, by their kind.
_CAUSES: Final = (
    (
        ConnectTimeout,
        "connect-timeout",
        "is the host in base_url right, and does no firewall drop the connection?",
    ),
    (
        ReadTimeout,
        "silent",
        "the server accepts connections, but it hangs or is busy: look at its log, or restart it",
    ),
    (BrokenConnection, "broken", "is it an HTTP server, and the right port?"),
)
_NO_MODEL_ADVICE: Final = {
    "Ollama": "ollama pull NAME",
    "LM Studio": "download one in LM Studio",
    "transformers serve": "it lists those in the cache of the hub; --model PATH tries one",
}
#: Ollama's default window for small graphics cards, in tokens; what is longer is cut silently.
_SHORT_CONTEXT: Final = 4096


def _first(checkup: Checkup) -> str:
    return checkup.others[0].base_url


def _with_other_scheme(url: URL) -> str:
    return _OTHER_SCHEME[url.scheme] + url.rstrip("/").removeprefix(url.scheme)


def _listens(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def _addresses(host: str, port: int) -> list[str]:
    """The addresses of a host in the order in which they are tried."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _short_contexts(models: Iterable[Model]) -> Iterable[Finding]:
    for model in models:
        if model.context is not None and model.context <= _SHORT_CONTEXT:
            yield note(
                "short-context",
                f"{model.id} has a context of {model.context} tokens; Ollama cuts longer prompts "
                "without a word",
                "start it with OLLAMA_CONTEXT_LENGTH=16384, or what your memory allows",
            )


def _unknown_name(name: str, server: Server) -> Iterable[Finding]:
    """What comes of a model's name that is not in the server's list."""
    ids = [model.id for model in server.models]
    if not ids or name in ids or f"{name}:latest" in ids:
        return
    if server.ignores_names:
        yield note(
            "name-ignored",
            f"the server has no model {name!r}; it answers any name with {ids[0]!r}",
        )
    elif server.name in ("mlx-lm", "transformers serve", "LiteLLM"):
        yield note("name-unlisted", f"{name!r} is not among the models that the server lists")
    else:
        close = difflib.get_close_matches(name, ids, n=1, cutoff=0.4) or ids
        yield problem("model-missing", f"the server has no model {name!r}", f"use {close[0]!r}")


def _model_to_try(server: Server) -> str | None:
    """A model that answers without being loaded for it."""
    if server.default_model:
        return server.default_model
    for model in server.models:
        is_ready = bool(model.is_loaded) or not server.loads_on_demand
        if is_ready and model.chat is not False:
            return model.id
    return None


def _has_text(chunk: Any) -> bool:
    return any(
        choice.delta.content
        or getattr(choice.delta, "reasoning_content", None)
        or getattr(choice.delta, "reasoning", None)
        for choice in chunk.choices
    )


def _told_tokens(chunk: Any) -> int | None:
    """The number of tokens, if the server tells it unasked."""
    timings = getattr(chunk, "timings", None)
    told = timings.get("predicted_n") if isinstance(timings, dict) else None
    told = told or getattr(chunk.usage, "completion_tokens", None)
    return told if isinstance(told, int) else None


def _is_held_back(started: float, moments: list[float]) -> bool:
    """True if a long wait was followed by everything at once."""
    wait, rest = moments[0] - started, moments[-1] - moments[0]
    return len(moments) >= 8 and wait > 1.0 and rest < wait / 50
