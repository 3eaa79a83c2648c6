"""Runs one program on one SDK against its server, and keeps what it did."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from openai_local.testing.scripted import RecordedRequest, ScriptedServer, Step

from ..environments import with_checkout
from .answers import ANSWERS
from .normal import normal_request, normal_text
from .program import Program

#: Seconds after which a program is ended; the longest takes about five.
LONGEST_RUN = 60.0
KEY = "sk-local-key"


class Sdk(NamedTuple):
    """How to run a program on an SDK."""

    #: Its version; "ours" for this package.
    version: str
    command: tuple[str, ...]


class Run(NamedTuple):
    """What a program did: its lines, its requests, and how it ended."""

    stdout: list[str]
    requests: list[str]
    end: list[str]


class RecordingProxy(ScriptedServer):
    """Passes each request on to another server, and its answer back as it comes."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._upstream = origin.removeprefix("http://")

    def next_answer(self, request: RecordedRequest) -> Iterable[Step]:
        """See `ScriptedServer`."""
        self.requests.append(request)
        return self._pass_on(request)

    def _pass_on(self, request: RecordedRequest) -> Iterator[bytes]:
        host, _, port = self._upstream.partition(":")
        # One request per connection: the end of the answer is the end of what comes.
        headers = {**request.headers, "host": self._upstream, "connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        with socket.create_connection((host, int(port))) as upstream:
            head = f"{request.method} {request.path} HTTP/1.1\r\n{lines}\r\n"
            upstream.sendall(head.encode("latin-1") + request.body)
            while block := upstream.recv(65536):
                yield block


def play(program: Program, sdk: Sdk, real_servers: Mapping[str, str]) -> Run:
    """Run it; `real_servers` are the origins of the real ones, by their names in the program."""
    with _server_of(program, real_servers) as server:
        stdout, end = execute(program, sdk, server.origin)
        return Run(stdout, _requests(program, server), end)


def execute(program: Program, sdk: Sdk, origin: str) -> tuple[list[str], list[str]]:
    """Run it against that server, and keep what it printed and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [*sdk.command, str(program.path)],
                cwd=folder,
                env=with_checkout(
                    OPENAI_BASE_URL=f"{origin}/v1",
                    OPENAI_API_KEY=KEY,
                    NO_PROXY="127.0.0.1",
                    PYTHONIOENCODING="utf-8",
                ),
                capture_output=True,
                timeout=LONGEST_RUN,
                check=False,
            )
            end = _end(done.returncode, done.stderr.decode(errors="backslashreplace"))
            stdout = done.stdout
        except subprocess.TimeoutExpired as error:
            end, stdout = [f"not done after {LONGEST_RUN:g} s"], error.stdout or b""
    text = stdout.decode(errors="backslashreplace")
    return normal_text(text, origin).splitlines(), [normal_text(line, origin) for line in end]


def _server_of(program: Program, real_servers: Mapping[str, str]) -> ScriptedServer:
    if program.server != "scripted":
        return RecordingProxy(real_servers[program.server])
    server = ScriptedServer()
    server.play(*(ANSWERS[name] for name in program.answers))
    return server


def _requests(program: Program, server: ScriptedServer) -> list[str]:
    """The requests as lines of JSON."""
    texts = [
        json.dumps(normal_request(request), indent=1, sort_keys=True, ensure_ascii=False)
        for request in server.requests
    ]
    texts = [normal_text(text, server.origin) for text in texts]
    if program.in_any_order:
        texts.sort()
    return [line for text in texts for line in text.splitlines()]


def _end(exit_code: int, stderr: str) -> list[str]:
    """The exit code, and the error's line if it was not 0."""
    return [f"exit code {exit_code}", *(stderr.strip().splitlines()[-1:] if exit_code else ())]
