"""A server that is loading its model, played as a conversation: no socket, no clock."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from openai_local import InternalServerError
from openai_local._constants import MAX_BODY_BYTES, MAX_ERROR_BODY_BYTES
from openai_local._http import BrokenConnection, Headers, Request, Response
from openai_local._types import Timeout
from openai_local._wire.exchange import Read, Send, Sleep, exchange
from openai_local._wire.loading import says_loading
from openai_local._wire.retry import RetryPolicy

if TYPE_CHECKING:
    from openai_local._wire.exchange import Exchange

#: Recorded from llama.cpp b10434, b11434 and b11549.
LLAMA_SERVER = b'{"error":{"message":"Loading model","type":"unavailable_error","code":503}}'
OLLAMA = b'{"error":{"message":"unexpected server status: llm server loading model"}}'
#: From the sources of llama-swap.
LLAMA_SWAP = b"unable to start process: health check timed out after 15s\n"


def request(**limits: float) -> Request:
    timeout = Timeout(600, **limits)
    url = "http://me:pass@127.0.0.1:8080/v1/chat/completions?key=secret"
    return Request("POST", url, body=b"{}", runs_model=True, timeout=timeout)


def response(
    to: Request, status: int = 503, content: bytes = LLAMA_SERVER, **headers: str
) -> Response:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, headers=Headers(fields), request=to, content=content)


class Conversation:
    """Plays the server's part; its clock goes on while the client sleeps."""

    def __init__(
        self, sent: Request, *, load_timeout: float = 120, max_retries: int = 0, chance: float = 0.0
    ) -> None:
        self.now = 1000.0
        self.sent = sent
        self.flow: Exchange = exchange(
            sent,
            RetryPolicy(max_retries, lambda: 1.7e9, lambda: self.now, lambda: chance, load_timeout),
        )
        self.command = next(self.flow)

    def answer(self, reply: Response, *, after: float = 0.0) -> object:
        """Answer what was sent; return what the client does after it has read that."""
        assert isinstance(self.command, Send)
        self.now += after
        assert Read(reply, MAX_ERROR_BODY_BYTES) == self.flow.send(reply)
        self.command = next(self.flow)
        return self.command

    def sleep(self) -> None:
        assert isinstance(self.command, Sleep)
        self.now += self.command.seconds
        self.command = next(self.flow)

    def delays(self, reply: Response) -> list[float]:
        """The waits of a client that always gets the same answer, until it raises."""
        seconds = []
        with pytest.raises(InternalServerError):
            while True:
                self.answer(reply)
                assert isinstance(self.command, Sleep)
                seconds.append(self.command.seconds)
                self.sleep()
        return seconds


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (503, LLAMA_SERVER),
        (503, b'{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}'),
        (503, b'{"message":"Loading model"}'),
        (500, OLLAMA),
        (502, LLAMA_SWAP),
        (502, b"unable to start process: health check timed out after 2m0s\n"),
        (502, b"unable to start process: process was already starting but wound up in state ..."),
        (502, b"unable to start process: processes was in state stopping when start() was called"),
        (503, b"Process can not ProxyRequest, state is stopping\n"),
        (503, b'{"error":{"message":"[qwen] process is not ready"}}'),
    ],
)
def test_what_servers_say_while_they_load(status: int, content: bytes) -> None:
    """The words of llama-server, Ollama and llama-swap are known, each with its status."""
    assert says_loading(status, content.decode())


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (502, b""),
        (502, b"Bad Gateway"),
        (502, b"<html><head><title>502 Bad Gateway</title></head></html>"),
        (503, b"Service Unavailable"),
        (503, b'{"detail":{"msg":"Server is busy","type":"service_unavailable"}}'),
        (503, b"Process can not ProxyRequest, state is failed\n"),
        (503, b"Process can not ProxyRequest, state is shutdown\n"),
        (502, b"unable to start process: upstream command exited prematurely but successfully"),
        (500, b"Loading model"),
        (500, b'{"error":"llm server error"}'),
        (400, LLAMA_SERVER),
        (429, LLAMA_SERVER),
        (504, LLAMA_SERVER),
    ],
)
def test_what_is_an_ordinary_error(status: int, content: bytes) -> None:
    """Any other body, or those words with another status, is not waited for."""
    assert not says_loading(status, content.decode())


def test_the_model_is_waited_for_apart_from_retries() -> None:
    """With no retries at all, the request is sent again until the model is there."""
    play = Conversation(request())
    for seconds in (0.5, 1.0, 2.0, 4.0, 5.0, 5.0):
        assert Sleep(seconds) == play.answer(response(play.sent))
        play.sleep()
        assert Send(play.sent) == play.command
    answer = response(play.sent, 200, b"{}")

    assert Read(answer, MAX_BODY_BYTES) == play.flow.send(answer)
    with pytest.raises(StopIteration) as end:
        next(play.flow)
    assert (answer, 0) == (end.value.value, answer.retries_taken)


def test_retries_are_left_after_the_wait() -> None:
    """A failure after the wait is retried as often as if there had been none."""
    play = Conversation(request(), max_retries=2)
    play.answer(response(play.sent))
    play.sleep()

    assert Sleep(0.5) == play.flow.throw(BrokenConnection("reset"))
    assert Send(play.sent) == next(play.flow)
    assert Sleep(1.0) == play.flow.throw(BrokenConnection("reset"))


def test_the_budget_is_used_up_to_its_end() -> None:
    """The last question is asked exactly at the end of `load_timeout`."""
    play = Conversation(request(), load_timeout=10)

    assert [0.5, 1.0, 2.0, 4.0, 2.5] == play.delays(response(play.sent))


def test_slow_answers_count() -> None:
    """The time that the server takes to say so is part of the budget."""
    play = Conversation(request(), load_timeout=20)
    play.answer(response(play.sent, 502, LLAMA_SWAP))
    play.sleep()

    with pytest.raises(InternalServerError, match=r"after 20\.5 s of waiting"):
        play.answer(response(play.sent, 502, LLAMA_SWAP), after=20)


def test_the_error_says_what_to_do() -> None:
    """After the budget the error has the server's words, how long was waited, and the way on."""
    play = Conversation(request(), load_timeout=1)
    reply = response(play.sent)
    play.answer(reply)
    play.sleep()
    play.answer(reply)
    play.sleep()

    with pytest.raises(InternalServerError) as caught:
        play.answer(reply)

    assert (
        "Error code: 503 - Loading model. The model was still being loaded after 1 s of waiting. "
        "To wait longer, raise load_timeout (now 1 s), as in OpenAI(load_timeout=600), or call "
        "client.wait_until_ready() first."
    ) == str(caught.value)
    assert ("unavailable_error", reply) == (caught.value.type, caught.value.response)


def test_off() -> None:
    """With `load_timeout=0` it is a server error like any other, with the server's words alone."""
    play = Conversation(request(), load_timeout=0, max_retries=1)

    assert Sleep(0.5) == play.answer(response(play.sent))
    play.sleep()
    with pytest.raises(InternalServerError, match=r"^Error code: 503 - Loading model$"):
        play.answer(response(play.sent))


def test_a_plain_502_is_no_loading() -> None:
    """An ordinary server error uses up the retries and is not waited for."""
    play = Conversation(request())

    with pytest.raises(InternalServerError, match=r"^Error code: 502 - Bad Gateway$"):
        play.answer(response(play.sent, 502, b"Bad Gateway"))


def test_the_server_names_the_wait() -> None:
    """`Retry-After` is kept to, also where it is longer than our own wait."""
    play = Conversation(request())

    assert Sleep(30.0) == play.answer(response(play.sent, retry_after="30"))


def test_the_server_names_a_wait_that_is_too_long() -> None:
    """If the server asks for more than is left, nothing is waited for."""
    play = Conversation(request(), load_timeout=20)

    with pytest.raises(InternalServerError, match="still being loaded after 0 s"):
        play.answer(response(play.sent, retry_after="30"))


def test_the_server_forbids_to_ask_again() -> None:
    """`x-should-retry: false` holds for a model that is loading, too."""
    play = Conversation(request(), max_retries=2)

    with pytest.raises(InternalServerError, match=r"^Error code: 503 - Loading model$"):
        play.answer(response(play.sent, x_should_retry="false"))


def test_clients_do_not_ask_all_at_once() -> None:
    """Chance shortens the waits by up to a quarter, so that clients spread."""
    play = Conversation(request(), chance=1.0)

    assert Sleep(0.375) == play.answer(response(play.sent))


def test_the_whole_call_has_an_end_too() -> None:
    """`Timeout.total` ends the wait at once if it has no room for another question."""
    play = Conversation(request(total=3))

    assert Sleep(0.5) == play.answer(response(play.sent))
    play.sleep()
    assert Sleep(1.0) == play.answer(response(play.sent))
    play.sleep()
    with pytest.raises(InternalServerError, match=r"whole call may take 3 s \(Timeout\.total\)"):
        play.answer(response(play.sent))


def test_a_body_that_breaks_off() -> None:
    """If the words of a 503 don't arrive, it is an ordinary one."""
    play = Conversation(request(), max_retries=1)
    reply = response(play.sent)

    assert Read(reply, MAX_ERROR_BODY_BYTES) == play.flow.send(reply)
    assert Sleep(0.5) == play.flow.throw(BrokenConnection("cut"))


def test_said_once(caplog: pytest.LogCaptureFixture) -> None:
    """One warning says that it waits, for whom and how long; nothing secret is in it."""
    with caplog.at_level(logging.INFO, logger="openai_local"):
        play = Conversation(request())
        for _ in range(5):
            play.answer(response(play.sent))
            play.sleep()

    said = (
        "http://127.0.0.1:8080 is loading its model; waiting for it, at most 120 s (load_timeout)"
    )
    assert [("openai_local", logging.WARNING, said)] == caplog.record_tuples
