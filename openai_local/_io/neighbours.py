"""Which servers listen on this machine, at the ports where such servers usually do.

It costs some tens of milliseconds at most, goes nowhere but to 127.0.0.1, and sends no key: one
`GET /v1/models` to each port that is open, all at the same time.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Mapping
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from typing import Any, Final, NamedTuple

from .._http import Headers
from .._wire.servers import Answer, name_in

_HOST: Final = "127.0.0.1"

#: Ports, and which servers listen there unless they are told otherwise.
USUAL_PORTS: Final[Mapping[int, str]] = {
    8080: "llama-server, LocalAI, llama-swap or mlx-lm",
    9931: "llama-server",  # its default since the autumn of 2026
    11434: "Ollama",
    1234: "LM Studio",
    8000: "vLLM or transformers serve",
    30000: "SGLang",
    5000: "TabbyAPI",
    5001: "KoboldCpp",
    4000: "LiteLLM",
    8081: "llama-server",  # a second one
}

#: Seconds for all ports together. Where nothing listens, loopback says so at once.
_PATIENCE: Final = 0.1
_MAX_ANSWER_BYTES: Final = 256 * 1024


class Neighbour(NamedTuple):
    """A server on this machine."""

    port: int
    #: Its name if it gave it, else the names of those whose usual port it is.
    name: str
    #: True if it answered as such servers do; False if it only listens.
    has_answered: bool

    @property
    def base_url(self) -> str:
        return f"http://{_HOST}:{self.port}/v1"


def sentence_about_neighbours() -> str:
    """Where else a server answers, for an error's message; "" if nowhere."""
    found = neighbours(USUAL_PORTS)
    if not found:
        return ""
    first = found[0]
    others = "".join(f", {other.name} on {other.base_url}" for other in found[1:])
    if first.has_answered:
        start = f"But something that looks like {first.name} listens on {_origin(first)}"
    else:
        start = f"But something listens on {_origin(first)}, the usual port of {first.name}"
    return f'{start}: OpenAI(base_url="{first.base_url}"){others}.'


def _origin(neighbour: Neighbour) -> str:
    return neighbour.base_url.removesuffix("/v1")


def neighbours(ports: Mapping[int, str]) -> list[Neighbour]:
    """The servers at these ports, those first that answer; none if there is no looking."""
    probes: list[_Probe] = []
    try:
        probes.extend(map(_Probe, ports))
        _run(probes)
        found = [n for probe in probes if (n := probe.result(ports[probe.port])) is not None]
    except OSError:
        # No descriptor left, or no network at all: there are worse errors to talk about.
        return []
    finally:
        for probe in probes:
            probe.close()
    return sorted(found, key=lambda neighbour: not neighbour.has_answered)


def _run(probes: list[_Probe]) -> None:
    """Go on with whichever probe can, until all are done or the time is over."""
    deadline = time.monotonic() + _PATIENCE
    with selectors.DefaultSelector() as selector:
        for probe in probes:
            selector.register(probe.socket, selectors.EVENT_WRITE, probe)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                key.data.go_on()
                if key.data.is_done:
                    selector.unregister(key.fileobj)
                else:
                    selector.modify(key.fileobj, selectors.EVENT_READ, key.data)


class _Probe:
    """One connection to one port, which never blocks."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_connected = False
        self.is_done = False
        self._received = b""
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.connect_ex((_HOST, port))

    def go_on(self) -> None:
        """Take the next step, which won't block."""
        try:
            if self.is_connected:
                self._receive()
            else:
                self._ask()
        except OSError:
            self.is_done = True

    def _ask(self) -> None:
        if self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0:
            self.is_done = True
            return
        self.is_connected = True
        # HTTP/1.0: the answer comes in one piece and ends with the connection.
        self.socket.send(
            f"GET /v1/models HTTP/1.0\r\nHost: {_HOST}:{self.port}\r\n"
            "Accept: application/json\r\n\r\n".encode()
        )

    def _receive(self) -> None:
        block = self.socket.recv(64 * 1024)
        self._received += block
        self.is_done = not block or len(self._received) > _MAX_ANSWER_BYTES

    def result(self, usual_name: str) -> Neighbour | None:
        """What listens there; None if nothing does, or something of another kind."""
        if not self.is_connected:
            return None
        if not self._received:
            # It accepts connections and is busy, maybe with loading a model.
            return None if self.is_done else Neighbour(self.port, usual_name, False)
        answer = _parsed(self._received)
        if answer is None or not (answer.is_model_list or isinstance(answer.data, dict)):
            return None
        return Neighbour(self.port, name_in(answer) or usual_name, True)

    def close(self) -> None:
        self.socket.close()


class _Received:
    """Bytes in the place of a socket, as http.client reads them."""

    def __init__(self, received: bytes) -> None:
        self._received = received

    def makefile(self, mode: str) -> BytesIO:
        return BytesIO(self._received)


def _parsed(received: bytes) -> Answer | None:
    source: Any = _Received(received)
    response = HTTPResponse(source)
    try:
        response.begin()
        text = response.read(_MAX_ANSWER_BYTES).decode("utf-8", "replace")
    except (HTTPException, ValueError, OSError):
        return None
    return Answer.made(response.status, Headers(response.headers.items()), text)
