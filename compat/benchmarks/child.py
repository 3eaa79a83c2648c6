"""One client of the benchmarks: runs in its own environment, does what it is told, measures itself.

    python child.py CLIENT PORT         reads a JSON array a line, [measurement, argument, ...],
                                        answers each with a line of JSON

CLIENT is the name of an SDK's module, `requests` for a loop over requests' lines, or `socket` for
the floor: a bare socket whose lines go to `json.loads`. All do the same work: they send the same
conversation, read the same field of every chunk, and report how much they have read. CPU times are
those of this whole process with its threads, in seconds.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import importlib
import json
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CLIENT, PORT = sys.argv[1], int(sys.argv[2])
QUESTION = [{"role": "user", "content": "What is a llama?"}]


def base_url(scenario: str) -> str:
    return f"http://127.0.0.1:{PORT}/{scenario}/v1"


# -- what a program reads of a chunk ---------------------------------------------------------

#: Of objects, and of dicts: a piece of text, or a number as it is; "" or 0 if the chunk has none.
OF_OBJECTS: dict[str, Callable[[Any], Any]] = {
    "text": lambda chunk: chunk.choices[0].delta.content or "",
    "tools": lambda chunk: (
        chunk.choices[0].delta.tool_calls[0].function.arguments
        if chunk.choices[0].delta.tool_calls
        else ""
    ),
    "logprobs": lambda chunk: (
        chunk.choices[0].logprobs.content[0].logprob if chunk.choices[0].logprobs else 0
    ),
    "alternatives": lambda chunk: (
        chunk.choices[0].logprobs.content[0].top_logprobs[1].token
        if chunk.choices[0].logprobs
        else ""
    ),
    "timings": lambda chunk: chunk.timings["predicted_n"] if hasattr(chunk, "timings") else 0,
    "responses": lambda event: event.delta if event.type == "response.output_text.delta" else "",
}
OF_DICTS: dict[str, Callable[[Any], Any]] = {
    "text": lambda chunk: chunk["choices"][0]["delta"].get("content") or "",
    "tools": lambda chunk: (
        chunk["choices"][0]["delta"]["tool_calls"][0]["function"]["arguments"]
        if chunk["choices"][0]["delta"].get("tool_calls")
        else ""
    ),
    "logprobs": lambda chunk: (
        chunk["choices"][0]["logprobs"]["content"][0]["logprob"]
        if chunk["choices"][0].get("logprobs")
        else 0
    ),
    "alternatives": lambda chunk: (
        chunk["choices"][0]["logprobs"]["content"][0]["top_logprobs"][1]["token"]
        if chunk["choices"][0].get("logprobs")
        else ""
    ),
    "timings": lambda chunk: chunk["timings"]["predicted_n"] if "timings" in chunk else 0,
    "responses": lambda event: event.get("delta", ""),
}
for _known, _alike in (("tools", "calls"), ("text", "choices")):
    OF_OBJECTS[_alike], OF_DICTS[_alike] = OF_OBJECTS[_known], OF_DICTS[_known]


# -- the clients -----------------------------------------------------------------------------


class SDK:
    """The official SDK, or this package: the same code for both."""

    read = OF_OBJECTS

    def __init__(self, scenario: str) -> None:
        module = importlib.import_module(CLIENT)
        self._client = module.OpenAI(base_url=base_url(scenario), api_key="none")
        self._is_responses = scenario.startswith("responses")

    def stream(self, messages: Any = QUESTION) -> Iterator[Any]:
        if self._is_responses:
            events = self._client.responses.create(model="local", input=messages, stream=True)
            return iter(events)
        completions = self._client.chat.completions
        return iter(completions.create(model="local", messages=messages, stream=True))

    def whole(self, messages: Any = QUESTION) -> str:
        completion = self._client.chat.completions.create(model="local", messages=messages)
        text: str = completion.choices[0].message.content
        return text

    def helper(self) -> str:
        """The `.stream()` helper, which puts the message together."""
        completions = self._client.chat.completions
        with completions.stream(model="local", messages=QUESTION) as stream:
            for _ in stream:
                pass
            text: str = stream.get_final_completion().choices[0].message.content
        return text


class Requests:
    """What people write by hand."""

    read = OF_DICTS

    def __init__(self, scenario: str) -> None:
        import requests

        self._session = requests.Session()
        self._url = base_url(scenario) + "/chat/completions"

    def _post(self, messages: Any, stream: bool) -> Any:
        body = {"model": "local", "messages": messages, "stream": stream}
        return self._session.post(self._url, json=body, stream=stream)

    def stream(self, messages: Any = QUESTION) -> Iterator[Any]:
        for line in self._post(messages, stream=True).iter_lines():
            if line.startswith(b"data: {"):
                yield json.loads(line[6:])

    def whole(self, messages: Any = QUESTION) -> str:
        text: str = self._post(messages, stream=False).json()["choices"][0]["message"]["content"]
        return text


class Socket:
    """The floor: nothing but sending the bytes, cutting lines, and `json.loads`."""

    read = OF_DICTS

    def __init__(self, scenario: str) -> None:
        self._socket: socket.socket | None = None
        self._path = f"/{scenario}/v1/chat/completions"

    def _send(self, messages: Any, stream: bool) -> socket.socket:
        # A body without chunks ends with its connection.
        if self._socket is None or ",plain" in self._path:
            self._socket = socket.create_connection(("127.0.0.1", PORT))
        body = json.dumps({"model": "local", "messages": messages, "stream": stream}).encode()
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: 127.0.0.1:{PORT}\r\nAccept: */*\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + body)
        return self._socket

    def stream(self, messages: Any = QUESTION) -> Iterator[Any]:
        connection = self._send(messages, stream=True)
        rest = b""
        while True:
            lines = (rest + connection.recv(65536)).split(b"\n")
            rest = lines.pop()
            for line in lines:
                # Headers and the sizes of chunks are lines too.
                if line.startswith(b"data: "):
                    if line.startswith(b"data: [DONE]"):
                        return
                    yield json.loads(line[6:])

    def whole(self, messages: Any = QUESTION) -> str:
        connection = self._send(messages, stream=False)
        head, _, body = connection.recv(65536).partition(b"\r\n\r\n")
        length = re.search(rb"Content-Length: (\d+)", head)
        assert length is not None
        parts, missing = [body], int(length[1]) - len(body)
        while missing:
            parts.append(connection.recv(65536))
            missing -= len(parts[-1])
        text: str = json.loads(b"".join(parts))["choices"][0]["message"]["content"]
        return text


KIND: Any = {"requests": Requests, "socket": Socket}.get(CLIENT, SDK)
_clients: dict[str, Any] = {}


def client(scenario: str) -> Any:
    """A client for the scenario, which keeps its connection."""
    if scenario not in _clients:
        _clients[scenario] = KIND(scenario)
    return _clients[scenario]


# -- measurements ----------------------------------------------------------------------------


def stream(scenario: str) -> dict[str, Any]:
    """A stream to its end: CPU, chunks, and the sum of what was read: characters, or numbers."""
    kind = scenario.partition(",")[0]
    read, is_number = KIND.read[kind], kind in ("logprobs", "timings")
    chunks, total = 0, 0.0
    began = time.process_time()
    for chunk in client(scenario).stream():
        value = read(chunk)
        total += value if is_number else len(value)
        chunks += 1
    return {"cpu": time.process_time() - began, "chunks": chunks, "sum": total}


def latency(scenario: str) -> dict[str, Any]:
    """What lies between the server's sending of each chunk and its text in the program, in s."""
    read, now = KIND.read["text"], time.monotonic_ns
    began = time.process_time()
    latencies = [
        (now() - int(text)) / 1e9 for chunk in client(scenario).stream() if (text := read(chunk))
    ]
    return {"cpu": time.process_time() - began, "latencies": latencies}


def first_chunk(scenario: str, times: int) -> dict[str, Any]:
    """CPU from the call to the text of the first chunk, over a kept connection."""
    one, read, cpu = client(scenario), KIND.read["text"], []
    for _ in range(times):
        began = time.process_time()
        chunks = one.stream()
        read(next(chunks))
        cpu.append(time.process_time() - began)
        for _ in chunks:
            pass
    return {"cpu": cpu}


def new_client(scenario: str, times: int) -> dict[str, Any]:
    """CPU of a new client, a new connection, and the way to the text of the first chunk."""
    read, cpu = KIND.read["text"], []
    for _ in range(times):
        began = time.process_time()
        one = KIND(scenario)
        chunks = one.stream()
        read(next(chunks))
        cpu.append(time.process_time() - began)
        for _ in chunks:
            pass
        del one, chunks
    return {"cpu": cpu}


def whole(scenario: str, times: int, messages: int = 1, length: int = 0) -> dict[str, Any]:
    """CPU of each call that is not streamed; with a conversation of that size, if given."""
    text = "x" * length if length else QUESTION[0]["content"]
    conversation = [{"role": "user", "content": text}] * messages
    one, cpu, characters = client(scenario), [], 0
    for _ in range(times):
        began = time.process_time()
        characters += len(one.whole(conversation))
        cpu.append(time.process_time() - began)
    return {"cpu": cpu, "characters": characters}


def helper(scenario: str) -> dict[str, Any]:
    """CPU of the `.stream()` helper over one answer."""
    began = time.process_time()
    characters = len(client(scenario).helper())
    return {"cpu": time.process_time() - began, "characters": characters}


async def _many(scenario: str, streams: int, transport: str) -> dict[str, Any]:
    module = importlib.import_module(CLIENT)
    chosen = {"http_client": module.DefaultAioHttpClient()} if transport == "aiohttp" else {}
    latencies: list[float] = []
    errors: list[str] = []

    async def one(completions: Any) -> None:
        try:
            chunks = await completions.create(model="local", messages=QUESTION, stream=True)
            latencies.extend(
                [
                    (time.monotonic_ns() - int(text)) / 1e9
                    async for chunk in chunks
                    if (text := chunk.choices[0].delta.content)
                ]
            )
        except Exception as error:  # noqa: BLE001 - of whatever kind, it is counted
            errors.append(f"{type(error).__name__}: {error}"[:200])

    began, started = time.process_time(), time.monotonic()
    async with module.AsyncOpenAI(base_url=base_url(scenario), api_key="none", **chosen) as sdk:
        await asyncio.gather(*(one(sdk.chat.completions) for _ in range(streams)))
    return {
        "cpu": time.process_time() - began,
        "wall": time.monotonic() - started,
        "latencies": sorted(latencies),
        "errors": errors[:3],
        "error_count": len(errors),
    }


def many(scenario: str, streams: int, transport: str) -> dict[str, Any]:
    """Asynchronous streams at once, each read to its end."""
    return asyncio.run(_many(scenario, streams, transport))


def memory() -> dict[str, Any]:
    """Resident memory in bytes: now, and its peak since the last `forget_peak`."""
    text = Path("/proc/self/status").read_text()
    found = {name: int(kib) * 1024 for name, kib in re.findall(r"Vm(RSS|HWM):\s+(\d+) kB", text)}
    return {"now": found["RSS"], "peak": found["HWM"]}


def forget_peak() -> int:
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    now: int = memory()["now"]
    return now


def growth_of_stream(scenario: str, warm_up: str) -> dict[str, Any]:
    """Bytes by which the peak rises over a stream, after one of the same kind."""
    stream(warm_up)
    before = forget_peak()
    chunks = stream(scenario)["chunks"]
    return {"growth": memory()["peak"] - before, "chunks": chunks}


def growth_of_image(scenario: str, path: str) -> dict[str, Any]:
    """Bytes by which the peak rises when an image is sent from a file."""
    one = client(scenario)
    one.whole()
    before = forget_peak()
    if CLIENT == "openai_local":
        url: Any = Path(path)
    else:
        url = f"data:image/png;base64,{base64.b64encode(Path(path).read_bytes()).decode()}"
    one.whole([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}])
    return {"growth": memory()["peak"] - before}


MEASUREMENTS: dict[str, Callable[..., dict[str, Any]]] = {
    function.__name__: function
    for function in (
        stream, latency, first_chunk, new_client, whole, helper, many,
        growth_of_stream, growth_of_image,
    )
}  # fmt: skip


if __name__ == "__main__":
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(MEASUREMENTS[name](*arguments)), flush=True)
