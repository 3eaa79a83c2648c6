"""`llm_requests`: every promise of its docstring, on a scripted server and on the real one."""

from __future__ import annotations

import base64
import doctest
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import openai_local
from openai_local import llm_requests, to_llama_server
from openai_local.testing.llama_server import LlamaServer
from openai_local.testing.picture import jpeg_bytes, png_bytes
from openai_local.testing.scripted import (
    HoldOpen,
    Reset,
    ScriptedServer,
    chat_chunk,
    chat_chunks,
    chat_completion,
    chunked,
    event,
    json_answer,
    sse,
)
from openai_local.testing.tiny_model import ANSWER, IMAGE_ANSWER

CLOSING_CHUNK = {
    "id": "chatcmpl-local",
    "object": "chat.completion.chunk",
    "created": 0,
    "model": "local-model",
    "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}],
}


@pytest.fixture
def server(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> ScriptedServer:
    """The server that `llm_requests` asks. It says "Hello"."""
    monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
    server.play(sse(chat_chunks("Hel", "lo")))
    return server


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    """A picture whose path holds spaces."""
    path = tmp_path / "my pictures" / "cat 1.jpg"
    path.parent.mkdir()
    path.write_bytes(jpeg_bytes())
    return path


def texts(chunks: Iterator[dict[str, Any]]) -> list[Any]:
    return [choice["delta"].get("content") for chunk in chunks for choice in chunk["choices"]]


def sent_image(server: ScriptedServer) -> str:
    """The URL of the picture in the last request."""
    url: str = server.requests[-1].json()["messages"][0]["content"][1]["image_url"]["url"]
    return url


def data_url(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


# -- the examples of the first version, as they stood there ----------------------------------

EXAMPLES = r"""
    >>> # 纯文本请求（推荐方式）
    >>> for chunk in llm_requests("Python 有什么特点？"):
    ...     if content := chunk['choices'][0].get('delta', {}).get('content'):
    ...         print(content, end='', flush=True)
    Python 是一种高级编程语言...

    >>> # 多模态请求（Windows 路径）
    >>> img = r"C:\Users\Alice\Pictures\cat.jpg"
    >>> for chunk in llm_requests("描述图片内容", img):
    ...     if content := chunk['choices'][0].get('delta', {}).get('content'):
    ...         print(content, end='', flush=True)
    图片中有一只橘色的猫在沙发上睡觉...

    >>> # 获取完整响应（非流式）
    >>> def get_response(prompt, img=None):
    ...     return ''.join(
    ...         chunk['choices'][0].get('delta', {}).get('content', '')
    ...         for chunk in llm_requests(prompt, img)
    ...     )
    >>> text = get_response("1+1=?")  # "2"
"""  # noqa: RUF001

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Alice's picture can't be put there")


@pytest.fixture
def alice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The picture of the second example, where its path leads to; gives its bytes."""
    path = tmp_path / "C:" / "Users" / "Alice" / "Pictures" / "cat.jpg"
    path.parent.mkdir(parents=True)
    path.write_bytes(jpeg_bytes())
    monkeypatch.chdir(tmp_path)
    return jpeg_bytes()


def run_examples() -> dict[str, Any]:
    """Run the three examples one after another; return their names."""
    names: dict[str, Any] = {"llm_requests": llm_requests}
    for example in doctest.DocTestParser().get_examples(EXAMPLES):
        exec(example.source, names)
    return names


@needs_posix
@pytest.mark.parametrize("first", [None, ""])
def test_examples(
    server: ScriptedServer, alice: bytes, capsys: pytest.CaptureFixture[str], first: str | None
) -> None:
    """The examples run, also where the server begins with `content: null`, and print the answer."""
    opening = chat_chunk({"role": "assistant", "content": first})
    server.play(sse([opening, *chat_chunks("Hel", "lo")]))

    names = run_examples()

    assert "HelloHello" == capsys.readouterr().out
    assert "Hello" == names["text"]
    first_question, second_question, third_question = (
        request.json()["messages"][0]["content"] for request in server.requests
    )
    assert "Python 有什么特点？" == first_question  # noqa: RUF001
    assert "描述图片内容" == second_question[0]["text"]
    assert data_url("image/jpeg", alice) == second_question[1]["image_url"]["url"]
    assert "1+1=?" == third_question


@needs_posix
@pytest.mark.usefixtures("alice")
def test_examples_on_the_real_server(
    llama_server: LlamaServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All three examples work with llama-server, which sees the picture."""
    monkeypatch.setenv("OPENAI_BASE_URL", llama_server.base_url)

    names = run_examples()

    assert ANSWER + IMAGE_ANSWER == capsys.readouterr().out
    assert ANSWER == names["text"]


# -- what is sent ----------------------------------------------------------------------------


def test_text_request(server: ScriptedServer) -> None:
    """Without a picture the prompt is the message, spaces around it cut off."""
    list(llm_requests("  Hello, \n you \n"))

    expected = {
        "model": "gpt-4-vision-preview",
        "messages": [{"role": "user", "content": "Hello, \n you"}],
        "stream": True,
        "max_tokens": 1024,
    }
    assert expected == server.requests[0].json()
    assert ("POST", "/v1/chat/completions") == server.requests[0][:2]


@pytest.mark.parametrize("img_pth", [None, "", "  ", '""', "''"])
def test_no_picture(server: ScriptedServer, img_pth: str | None) -> None:
    """None, and a path with nothing in it, ask without a picture."""
    list(llm_requests("Hello", img_pth))

    assert "Hello" == server.requests[0].json()["messages"][0]["content"]


def test_picture_request(server: ScriptedServer, cat: Path) -> None:
    """With a picture the message has two parts, text first."""
    list(llm_requests(" What? ", str(cat)))

    expected = [
        {"type": "text", "text": "What?"},
        {"type": "image_url", "image_url": {"url": data_url("image/jpeg", jpeg_bytes())}},
    ]
    assert expected == server.requests[0].json()["messages"][0]["content"]


@pytest.mark.parametrize(
    ("name", "media_type", "content"),
    [
        ("a.png", "image/jpeg", jpeg_bytes()),
        ("a.jpg", "image/png", png_bytes()),
        ("a.JPEG", "image/jpeg", jpeg_bytes()),
        ("a", "image/png", png_bytes()),
    ],
)
def test_media_type(
    server: ScriptedServer, tmp_path: Path, name: str, media_type: str, content: bytes
) -> None:
    """JPEG and PNG are told apart by their content, not by the file's name."""
    (tmp_path / name).write_bytes(content)

    list(llm_requests("What?", str(tmp_path / name)))

    assert data_url(media_type, content) == sent_image(server)


@pytest.mark.parametrize("form", ["{}", " {} ", '"{}"', "'{}'", ' "{}"\n', '" {} "'])
@pytest.mark.parametrize("separator", ["/", "\\", "\\\\"])
def test_spellings(server: ScriptedServer, cat: Path, form: str, separator: str) -> None:
    """Backslashes, quotes and spaces around a path don't matter; spaces inside it stay."""
    text = form.format(str(cat).replace(os.sep, separator))

    list(llm_requests("What?", text))

    assert data_url("image/jpeg", jpeg_bytes()) == sent_image(server)


@needs_posix
@pytest.mark.parametrize("text", [r"C:\Users\Alice\cat.jpg", "C:/Users/Alice/cat.jpg"])
def test_path_with_a_drive(
    server: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """A path with a drive is found as it is, or below /mnt, and else named as it was given."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError) as caught:
        list(llm_requests("What?", text))
    assert f"no such image file: {text}" == str(caught.value)

    path = tmp_path / "C:" / "Users" / "Alice" / "cat.jpg"
    path.parent.mkdir(parents=True)
    path.write_bytes(jpeg_bytes())
    list(llm_requests("What?", text))
    assert data_url("image/jpeg", jpeg_bytes()) == sent_image(server)


def test_relative_path(server: ScriptedServer, cat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path counts from the working folder."""
    monkeypatch.chdir(cat.parent)

    list(llm_requests("What?", cat.name))

    assert data_url("image/jpeg", jpeg_bytes()) == sent_image(server)


def test_each_call_stands_for_itself(server: ScriptedServer) -> None:
    """No conversation is kept."""
    list(llm_requests("one"))
    list(llm_requests("two"))

    assert ["one", "two"] == [
        message["content"] for request in server.requests for message in request.json()["messages"]
    ]


def test_default_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `OPENAI_BASE_URL` it is http://127.0.0.1:8080 that is asked."""
    try:
        listener = socket.create_server(("127.0.0.1", 8080))
    except OSError:
        pytest.skip("port 8080 is taken")
    listener.close()

    with pytest.raises(ConnectionError, match=r"nothing listens on http://127\.0\.0\.1:8080 "):
        list(llm_requests("Hello"))


# -- what is yielded -------------------------------------------------------------------------


def test_chunks(server: ScriptedServer) -> None:
    """The server's chunks come as plain dicts, as they were sent, then the closing one."""
    chunks = list(llm_requests("Hello"))

    assert [*chat_chunks("Hel", "lo")[:-1], CLOSING_CHUNK] == chunks
    assert {dict} == {type(thing) for chunk in chunks for thing in (chunk, *chunk["choices"])}


def test_it_is_a_generator(server: ScriptedServer) -> None:
    """A generator is returned: nothing is checked or sent before the first `next()`."""
    chunks = llm_requests("", "no such file")

    assert iter(chunks) is chunks
    assert 0 == server.connections_opened
    with pytest.raises(ValueError, match="prompt must not be empty"):
        next(chunks)


@pytest.mark.parametrize("reason", ["length", "stop", "tool_calls"])
def test_closing_chunk(server: ScriptedServer, reason: str) -> None:
    """The closing chunk has an empty delta and the finish_reason of the answer."""
    # Some servers say more after it, such as the timings.
    after = chat_chunk({"content": ""})
    server.play(sse([chat_chunk({"content": "a"}), chat_chunk({}, reason), after, "[DONE]"]))

    *_, last = llm_requests("Hello")

    assert [{"index": 0, "delta": {}, "finish_reason": reason}] == last["choices"]


def test_text_is_always_text(server: ScriptedServer) -> None:
    """`content: null` is yielded as "", a delta without content stays without."""
    server.play(
        sse([chat_chunk({"role": "assistant", "content": None}), *chat_chunks("a")]),
    )

    assert ["", "a", None, None] == texts(llm_requests("Hello"))


def test_null_delta(server: ScriptedServer) -> None:
    """`delta: null` is yielded as an empty one."""
    null: Any = None
    server.play(sse([chat_chunk(null), *chat_chunks("a")]))

    assert [None, "a", None, None] == texts(llm_requests("Hello"))


def test_chunk_without_choices(server: ScriptedServer) -> None:
    """The usage of a chunk with `choices: []` comes with the last one: each has a choice."""
    usage = {**chat_chunk({}), "choices": [], "usage": {"total_tokens": 7}}
    server.play(sse([*chat_chunks("a")[:-1], usage, "[DONE]"]))

    chunks = list(llm_requests("Hello"))

    assert {**CLOSING_CHUNK, "usage": {"total_tokens": 7}} == chunks[-1]
    assert all(chunk["choices"] for chunk in chunks)


@pytest.mark.parametrize("odd", [{"type": "ping"}, {"choices": None}, {"choices": [{"index": 0}]}])
def test_odd_chunks(server: ScriptedServer, odd: Any) -> None:
    """A chunk without choices is left out; one without a delta gets an empty one."""
    server.play(sse([odd, *chat_chunks("a")]))

    texts = [chunk["choices"][0]["delta"].get("content") for chunk in llm_requests("Hello")]
    assert "a" in texts


def test_extra_fields_stay(server: ScriptedServer) -> None:
    """Fields that only some servers send are handed on."""
    server.play(sse([{**chat_chunk({"reasoning_content": "Hm"}), "timings": {"n": 1}},
                     *chat_chunks()]))  # fmt: skip

    first = next(llm_requests("Hello"))

    assert {"n": 1} == first["timings"]
    assert {"reasoning_content": "Hm"} == first["choices"][0]["delta"]


def test_plain_completion(server: ScriptedServer) -> None:
    """A server that does not stream is heard all the same."""
    server.play(json_answer(chat_completion("Hello")))

    assert ["Hello", None, None] == texts(llm_requests("Hello"))


# -- what is raised --------------------------------------------------------------------------


def raised(*arguments: Any) -> Exception:
    """The exception of a call, one line long, and not one of our own kind."""
    with pytest.raises(Exception) as caught:
        list(llm_requests(*arguments))
    assert not isinstance(caught.value, openai_local.OpenAIError)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("prompt", ["", "  ", "\n\t", None])
def test_empty_prompt(server: ScriptedServer, prompt: Any) -> None:
    """An empty prompt is a ValueError."""
    assert ValueError is type(raised(prompt))
    assert 0 == server.connections_opened


@pytest.mark.parametrize("name", ["no.jpg", "no such folder/no.jpg", "."])
def test_missing_file(server: ScriptedServer, tmp_path: Path, name: str) -> None:
    """A missing file, and a folder, is a FileNotFoundError with the path as it was given."""
    path = str(tmp_path / name) if name != "." else str(tmp_path)

    error = raised("What?", path)

    assert FileNotFoundError is type(error)
    assert path in str(error)
    assert 0 == server.connections_opened


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows may read everything"
)
def test_unreadable_file(server: ScriptedServer, cat: Path) -> None:
    """A file that may not be read is a PermissionError."""
    cat.chmod(0)

    assert PermissionError is type(raised("What?", str(cat)))


@pytest.mark.parametrize("content", [b"", b"I am text"])
def test_no_image(server: ScriptedServer, tmp_path: Path, content: bytes) -> None:
    """A file that is no image is a RuntimeError with its name."""
    (tmp_path / "a.png").write_bytes(content)

    error = raised("What?", str(tmp_path / "a.png"))

    assert RuntimeError is type(error)
    assert "a.png" in str(error)
    assert 0 == server.connections_opened


def test_no_server(server: ScriptedServer) -> None:
    """A server that is not there is a ConnectionError that says where it was looked for."""
    server.stop()

    error = raised("Hello")

    assert ConnectionError is type(error)
    assert f"nothing listens on {server.origin}" in str(error)


@pytest.mark.parametrize("answer", [[], [Reset()]], ids=["closed", "reset"])
def test_no_answer(server: ScriptedServer, answer: Any) -> None:
    """A connection that breaks before the answer is a ConnectionError, and not tried again."""
    server.play(answer)

    assert ConnectionError is type(raised("Hello"))
    assert 1 == len(server.requests)


FIRST = event(chat_chunk({"content": "a"}))


@pytest.mark.parametrize(
    "answer",
    [[HoldOpen()], chunked([HoldOpen()]), chunked([FIRST, HoldOpen()])],
    ids=["no answer", "no event", "in the stream"],
)
def test_timeout(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    """A server that falls silent is a TimeoutError, and sees the connection closed."""
    monkeypatch.setattr("openai_local.to_llama_server._TIMEOUT_SECONDS", 0.2)
    server.play(answer)

    assert TimeoutError is type(raised("Hello"))
    assert server.wait_for_disconnect(5)
    assert 1 == len(server.requests)


def test_thirty_seconds() -> None:
    """The timeout is the one that the docstring names."""
    assert 30 == to_llama_server._TIMEOUT_SECONDS
    assert "silent for 30 seconds" in str(llm_requests.__doc__)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
def test_http_error(server: ScriptedServer, status: int) -> None:
    """An HTTP error is a RuntimeError with the status and the server's words, not tried again."""
    server.play(json_answer({"error": {"message": "because of this"}}, status=status))

    error = raised("Hello")

    assert RuntimeError is type(error)
    assert str(error).startswith(f"HTTP {status}: ")
    assert "because of this" in str(error)
    assert 1 == len(server.requests)


def test_error_in_the_stream(server: ScriptedServer) -> None:
    """An error that the stream reports is a RuntimeError with the server's words."""
    server.play(sse([chat_chunk({"content": "a"}), {"error": {"message": "out of memory"}}]))
    chunks = llm_requests("Hello")

    assert "a" == next(chunks)["choices"][0]["delta"]["content"]
    with pytest.raises(RuntimeError, match=r"^out of memory$"):
        next(chunks)


@pytest.mark.parametrize("broken", [b"{broken", b"[1, 2]", b"text"])
def test_event_that_is_none(server: ScriptedServer, broken: bytes) -> None:
    """An event that can't be read is a RuntimeError, not skipped."""
    server.play(sse([chat_chunk({"content": "a"}), broken.decode(), *chat_chunks("b")]))

    assert RuntimeError is type(raised("Hello"))


@pytest.mark.parametrize("ending", [[], [Reset()]], ids=["closed", "reset"])
def test_cut_stream(server: ScriptedServer, ending: Any) -> None:
    """A stream that breaks off is a RuntimeError, and there is no closing chunk."""
    server.play([*chunked([FIRST], end=False), *ending])

    error = raised("Hello")

    assert RuntimeError is type(error)
    assert "not the whole answer" in str(error)


def test_web_page(server: ScriptedServer) -> None:
    """A web page in place of an answer is a RuntimeError with its beginning."""
    server.play([b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>Hi</html>"])

    error = raised("Hello")

    assert RuntimeError is type(error)
    assert "<html>Hi</html>" in str(error)


# -- the end ---------------------------------------------------------------------------------


@pytest.mark.parametrize("leave", ["close", "drop"])
def test_left_early(server: ScriptedServer, leave: str) -> None:
    """Closed or dropped early, the connection closes and the server can stop."""
    server.play(chunked([FIRST, HoldOpen()]))
    chunks = llm_requests("Hello")
    next(chunks)

    if leave == "close":
        chunks.close()
    del chunks

    assert server.wait_for_disconnect(5)
