"""The server of the benchmarks, a process of its own, so that no client pays for it.

    python server.py            prints its port, serves until its stdin is closed

A request's path says what is answered: `/KIND,LENGTH,FRAMING,PACE/v1/...`.

KIND      `text`, `tools`, `timings`: a stream of such chunks; `calls`: of many tool calls, each in
          twenty pieces; `choices`: of two that take turns; `logprobs`: of text with those of each
          token, `alternatives` with those of two more; `responses`: of the Responses API's
          events, as llama-server sends them; `whole`: no stream
LENGTH    chunks, or characters of a whole answer
FRAMING   `chunked`: each event is an HTTP chunk; `plain`: the body ends with the connection
PACE      milliseconds between two chunks, whose text is then the time at which each was sent, in
          nanoseconds of the machine's monotonic clock; 0: all at once

What is sent at once is made before it is first asked for a second time. Answers to the same path
differ in their id and time alone.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import re
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

#: What words are made of, and what else tokenizers cut texts into: escapes, other scripts.
_SYLLABLES = (
    "ba",
    "ce",
    "dor",
    "el",
    "fi",
    "gu",
    "ham",
    "in",
    "jo",
    "ka",
    "lu",
    "mer",
    "no",
    "qui",
)
_ODD = (
    "\n",
    '"',
    ' "',
    ".",
    ",",
    "\n\n",
    "\\",
    "'",
    " für",
    "é",
    " 東",
    "京",
    "の",
    "```",
    "\t",
    " 🦙",
)


def _vocabulary() -> list[str]:
    """Two thousand pieces of text, one in twenty of them odd."""
    chance = random.Random(1)
    words = [" " + "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))) for _ in range(1900)]
    pieces = [*words, *chance.choices(_ODD[:-1], k=98), *_ODD[-1:] * 2]
    chance.shuffle(pieces)
    return pieces


_WORDS = _vocabulary()
_ID = "chatcmpl-8cBcYqB2BwW3DnvTgGcbqgAYIg6iFvJ0"
_CREATED = 1763828913
_SAME = {
    "created": _CREATED,
    "id": _ID,
    "model": "local",
    "system_fingerprint": "b7100-1411d9275",
    "object": "chat.completion.chunk",
}


class Scenario(NamedTuple):
    kind: str
    length: int
    framing: str
    pace: float

    @classmethod
    def of(cls, path: str) -> Scenario:
        kind, length, framing, pace = path.split("/")[1].split(",")
        return cls(kind, int(length), framing, float(pace) / 1000)

    @property
    def head(self) -> bytes:
        rest = "Transfer-Encoding: chunked" if self.framing == "chunked" else "Connection: close"
        return f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{rest}\r\n\r\n".encode()

    def framed(self, event: bytes) -> bytes:
        return b"%x\r\n%b\r\n" % (len(event), event) if self.framing == "chunked" else event

    @property
    def end(self) -> bytes:
        done = self.framed(b"data: [DONE]\n\n")
        return done + b"0\r\n\r\n" if self.framing == "chunked" else done


# -- what is in an answer --------------------------------------------------------------------


def choice(delta: dict[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
    return {"choices": [{"finish_reason": finish, "index": 0, "delta": delta, **more}], **_SAME}


def text(number: int) -> dict[str, Any]:
    return choice({"content": _WORDS[number % len(_WORDS)]})


def tools(number: int, pieces: int = 10**9) -> dict[str, Any]:
    """Of calls that have so many pieces each."""
    arguments = _WORDS[number % len(_WORDS)]
    call: dict[str, Any] = {"index": number // pieces, "function": {"arguments": arguments}}
    if number % pieces == 0:
        call |= {"id": f"call_9dGkA7{number}", "type": "function"}
        call["function"]["name"] = "write_file"
    return choice({"tool_calls": [call]})


def calls(number: int) -> dict[str, Any]:
    return tools(number, 20)


def choices(number: int) -> dict[str, Any]:
    chunk = text(number)
    chunk["choices"][0]["index"] = number % 2
    return chunk


def token(at: int) -> dict[str, Any]:
    word = _WORDS[at % len(_WORDS)]
    raw = list(word.encode())
    return {"id": 1000 + at % 500, "token": word, "bytes": raw, "logprob": -0.25 - at % 97 / 100}


def logprobs(number: int, others: int = 0) -> dict[str, Any]:
    entry = {**token(number), "top_logprobs": [token(number + more) for more in range(others)]}
    return choice({"content": entry["token"]}, logprobs={"content": [entry]})


def alternatives(number: int) -> dict[str, Any]:
    return logprobs(number, 2)


def timings(number: int) -> dict[str, Any]:
    return text(number) | {
        "timings": {
            "cache_n": 0,
            "prompt_n": 11,
            "prompt_ms": 29.311,
            "prompt_per_token_ms": 2.6646363636363635,
            "prompt_per_second": 375.2857289072362,
            "predicted_n": number + 1,
            "predicted_ms": round(8.731 * (number + 1), 3),
            "predicted_per_token_ms": 8.731 + number % 89 / 1000,
            "predicted_per_second": 114.53 - number % 97 / 100,
        }
    }


def responses(number: int) -> dict[str, Any]:
    word = _WORDS[number % len(_WORDS)]
    return {"type": "response.output_text.delta", "item_id": "msg_1", "delta": word}


_KINDS: dict[str, Callable[[int], dict[str, Any]]] = {
    function.__name__: function
    for function in (text, tools, calls, choices, logprobs, alternatives, timings, responses)
}


def first(kind: str) -> dict[str, Any]:
    """What the answer begins with."""
    if kind == "responses":
        item = {"id": "msg_1", "type": "message", "role": "assistant", "content": []}
        return {"type": "response.output_item.added", "item": item}
    return choice({"role": "assistant", "content": None})


def last(kind: str) -> dict[str, Any]:
    """What closes it."""
    if kind == "responses":
        whole = {"id": _ID, "object": "response", "created_at": _CREATED, "output": []}
        return {"type": "response.completed", "response": {**whole, "status": "completed"}}
    return choice({}, "stop")


def event(chunk: dict[str, Any]) -> bytes:
    name = f"event: {chunk['type']}\n" if "type" in chunk else ""
    data = json.dumps(chunk, separators=(",", ":"), ensure_ascii=False)
    return f"{name}data: {data}\n\n".encode()


@lru_cache(maxsize=32)
def at_once(scenario: Scenario) -> bytes:
    """The whole answer, headers included."""
    if scenario.kind == "whole":
        message = {"role": "assistant", "content": "word " * (scenario.length // 5)}
        choices = [{"finish_reason": "stop", "index": 0, "message": message}]
        usage = {"completion_tokens": 10, "prompt_tokens": 11, "total_tokens": 21}
        same = {**_SAME, "object": "chat.completion"}
        body = json.dumps({"choices": choices, **same, "usage": usage}).encode()
        head = f"Content-Type: application/json\r\nContent-Length: {len(body)}"
        return f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body
    make = _KINDS[scenario.kind]
    chunks = map(make, range(scenario.length))
    events = map(event, [first(scenario.kind), *chunks, last(scenario.kind)])
    return b"".join([scenario.head, *map(scenario.framed, events), scenario.end])


_numbers = itertools.count(1)


def of_its_own(answer: bytes) -> bytes:
    """The same, of the same length, with an id and a time that no other answer has."""
    number = next(_numbers)
    answer = answer.replace(_ID.encode(), b"chatcmpl-%032d" % number)
    return answer.replace(b"%d" % _CREATED, b"%d" % (_CREATED + number))


# -- sending it ------------------------------------------------------------------------------


class Connection(asyncio.Protocol):
    """One connection; its requests come one after another."""

    transport: Any

    def __init__(self) -> None:
        self._head = b""
        self._path = ""
        self._missing = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if not self._missing:
            self._head += data
            head, blank, data = self._head.partition(b"\r\n\r\n")
            if not blank:
                return
            self._head = b""
            self._path = head.split(b" ", 2)[1].decode()
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            self._missing = int(length[1]) if length else 0
        self._missing -= len(data)
        if self._missing == 0:
            self.answer()

    def answer(self) -> None:
        scenario = Scenario.of(self._path)
        if scenario.pace == 0:
            self.transport.write(of_its_own(at_once(scenario)))
            if scenario.framing == "plain":
                self.transport.close()
            return
        self.transport.write(scenario.head)
        before, _, after = of_its_own(event(choice({"content": "|"}))).partition(b"|")
        self.tick(scenario, before, after, time.monotonic() + scenario.pace, scenario.length)

    def tick(self, scenario: Scenario, before: bytes, after: bytes, at: float, left: int) -> None:
        """Send the next piece of text; the one after it is due a pace after this one was."""
        if self.transport.is_closing():
            return
        if not left:
            self.transport.write(scenario.framed(event(choice({}, "stop"))) + scenario.end)
            if scenario.framing == "plain":
                self.transport.close()
            return
        self.transport.write(scenario.framed(b"%b%d%b" % (before, time.monotonic_ns(), after)))
        following = at + scenario.pace
        loop = asyncio.get_running_loop()
        loop.call_at(following, self.tick, scenario, before, after, following, left - 1)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
