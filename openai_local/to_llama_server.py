"""`llm_requests(prompt, img_pth)`: one streamed question, with a picture or without.

The function that this package grew out of, kept for the programs that call it and written as a
user of the client.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from ._client import OpenAI
from ._exceptions import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    IncompleteStreamError,
    OpenAIError,
)

__all__ = ["llm_requests"]

_TIMEOUT_SECONDS = 30.0
_MAX_TOKENS = 1024


def llm_requests(prompt: str, img_pth: str | None = None) -> Generator[dict[str, Any], None, None]:
    r"""Ask a local server one question and yield the answer's chunks as they arrive.

    Each call stands for itself; no conversation is kept. The server is the one at
    http://127.0.0.1:8080, or where `OPENAI_BASE_URL` points.

        for chunk in llm_requests("What is in this picture?", r"C:\Users\Alice\cat.jpg"):
            print(chunk["choices"][0]["delta"].get("content", ""), end="", flush=True)

    `prompt` is the question; spaces around it are cut off. `img_pth` is the path of a JPEG or PNG
    file, told apart by their content. A Windows path may be written with backslashes or slashes,
    with quotes and spaces around it; a POSIX path is fine too. None or "" asks without a picture.

    Yields dicts of the shape of OpenAI's chunks: `id`, `object` ("chat.completion.chunk"),
    `created` (seconds since 1970), `model`, and `choices`, a list of dicts with `index`, `delta`
    and `finish_reason` ("stop", "length" or None). `delta["content"]` is the new text, "" if a
    chunk brings none. After the server's chunks comes a closing one: an empty `delta` and the
    `finish_reason` of the whole answer, and `usage` if the server has sent it on its own.

    Raises, when the iteration gets there:
        ValueError: the prompt is empty.
        FileNotFoundError: there is no such file, or it is not a file.
        PermissionError: the file may not be read.
        ConnectionError: no connection to the server.
        TimeoutError: the server was silent for 30 seconds.
        RuntimeError: the server answered with an HTTP error, reported one in the stream, broke
            the stream off, or the file is no image.
    """
    if not prompt or not prompt.strip():
        raise ValueError("prompt must not be empty")
    content: Any = prompt.strip()
    if img_pth and (path_text := img_pth.strip().strip("\"'").strip()):
        content = [
            {"type": "text", "text": content},
            {"type": "image_url", "image_url": {"url": _existing_file(path_text)}},
        ]
    try:
        yield from _chunks(content)
    except APITimeoutError as error:
        raise TimeoutError(str(error)) from error
    except IncompleteStreamError as error:
        raise RuntimeError(str(error)) from error
    except APIConnectionError as error:
        raise ConnectionError(str(error)) from error
    except APIStatusError as error:
        raise RuntimeError(f"HTTP {error.status_code}: {error}") from error
    except (OpenAIError, ValueError) as error:
        raise RuntimeError(str(error)) from error


def _chunks(content: Any) -> Iterator[dict[str, Any]]:
    client = OpenAI(timeout=_TIMEOUT_SECONDS, max_retries=0)
    stream = client.chat.completions.create(
        # The first version's name; servers with one model ignore it.
        model="gpt-4-vision-preview",
        messages=[{"role": "user", "content": content}],
        max_tokens=_MAX_TOKENS,
        stream=True,
    )
    finish_reason = "stop"
    about: dict[str, Any] = {}
    with client, stream:
        for chunk in stream:
            data = chunk.to_dict()
            if not data.get("choices"):
                # Programs look at the first choice of each chunk.
                about = {"usage": data["usage"]} if data.get("usage") else about
                continue
            for choice in data["choices"]:
                finish_reason = choice.get("finish_reason") or finish_reason
                if choice.setdefault("delta", {}).get("content", "") is None:
                    # llama-server begins with null; the contract promises text.
                    choice["delta"]["content"] = ""
            yield data
    yield {
        "id": "chatcmpl-local",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "local-model",
        "choices": [{"index": 0, "delta": {}, "finish_reason": finish_reason}],
        **about,
    }


def _existing_file(text: str) -> Path:
    """The file that a path means, on whatever system it was written for."""
    spellings = [text]
    if os.name != "nt" and "\\" in text:
        slashed = text.replace("\\", "/")
        spellings.append(slashed)
        if slashed[1:3] == ":/":
            # Where Windows drives are found under WSL.
            spellings.append(f"/mnt/{slashed[0].lower()}/{slashed[3:]}")
    for spelling in spellings:
        path = Path(spelling)
        if path.is_file():
            return path
        if path.exists():
            raise FileNotFoundError(f"not a file: {text}")
    raise FileNotFoundError(f"no such image file: {text}")
