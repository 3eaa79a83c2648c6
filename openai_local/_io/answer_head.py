"""The head of an answer, without `http.client` where that can be.

Its parser for e-mail takes as long as building and sending the request, and importing it as long
as a fifth of all that happens before a program's first chunk. A plain head, which is what servers
send with status 200, is a match of one pattern; every other one is left to `http.client` as it
came. `tests/io/test_answer_head.py` proves that both see the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from .failures import CutShort

if TYPE_CHECKING:
    from io import BufferedReader

#: Status 200 and fields of one line each, in ASCII.
_PLAIN = re.compile(rb"HTTP/1\.1 200(?: ([ -~]*))?\r\n((?:[!-9;-~]+:[ -~]*\r\n)+)\r\n")
#: `http.client` refuses more, and counts the empty line.
_MAX_FIELDS = 99
#: It refuses longer lines; a buffer may hold one from Python 3.14 on.
_MAX_BYTES = 64 * 1024
#: Heads that come before the one of the answer; `http.client` knows only 100.
_INTERIM = range(102, 200)
_MAX_INTERIM = 100
#: Of a length; Python refuses to read numbers of thousands.
_MAX_DIGITS = 18


class NoAnswer(ConnectionError):
    """The connection was closed before the first byte of an answer."""


class Head(NamedTuple):
    """What stands before the body, and what it says about the body."""

    status: int
    reason: str
    #: 11 or 10, as in `http.client`.
    version: int
    fields: list[tuple[str, str]]
    is_chunked: bool
    #: Bytes of the body; None if something else tells where it ends.
    length: int | None
    #: The connection serves no further request.
    will_close: bool


def plain_head(arrived: bytes, method: str | None) -> tuple[Head, int] | None:
    """The head of the answer to such a request, and its size, if it is there and a plain one."""
    match = _PLAIN.match(arrived)
    if match is None or match.end() > _MAX_BYTES:
        return None
    fields = []
    for line in match[2].decode("ascii").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        fields.append((name, value.lstrip(" ")))
    # Of several with one name, the first counts.
    first = {name.lower(): value for name, value in reversed(fields)}
    length = first.get("content-length", "0")
    coding = first.get("transfer-encoding", "chunked")
    is_plain = length.isdecimal() and len(length) < _MAX_DIGITS and coding == "chunked"
    is_clear = len(first) == len(fields) or _lengths(fields) <= {length}
    if len(fields) > _MAX_FIELDS or not is_plain or not is_clear:
        return None
    is_chunked = "transfer-encoding" in first
    size = int(length) if "content-length" in first and not is_chunked else None
    if method == "HEAD":
        size = 0
    is_open_ended = not is_chunked and size is None
    will_close = "close" in first.get("connection", "").lower() or is_open_ended
    reason = (match[1] or b"").decode("ascii").strip()
    return Head(200, reason, 11, fields, is_chunked, size, will_close), match.end()


def read_head(file: BufferedReader, method: str) -> Head:
    """Read the head of the answer to such a request, and leave the body in the file.

    Raises `NoAnswer`, whatever reading raises, and the exceptions of `http.client`.
    """
    # What has arrived, without taking it.
    arrived = file.peek(1)
    if not arrived:
        raise NoAnswer
    plain = plain_head(arrived, method)
    if plain is None:
        return _odd_head(file, method)
    head, size = plain
    file.read(size)
    return head


def _odd_head(file: BufferedReader, method: str) -> Head:
    for _ in range(_MAX_INTERIM):
        response = _begun(file, method)
        if response.status not in _INTERIM:
            break
    fields = response.headers.items()
    if not response.chunked and len(lengths := _lengths(fields)) > 1:
        values = ", ".join(sorted(lengths))
        raise ValueError(f"Content-Length contained multiple unmatching values ({values})")
    return Head(
        response.status,
        response.reason,
        response.version,
        fields,
        response.chunked,
        response.length,
        response.will_close,
    )


def _begun(file: BufferedReader, method: str) -> Any:
    """What `http.client` makes of the next head."""
    from http.client import HTTPResponse

    response: Any = HTTPResponse(_Opened(file), method=method)  # type: ignore[arg-type]
    try:
        response.begin()
    except ConnectionError:
        # Bytes have come before: the server was at work, so it is not `NoAnswer`.
        raise CutShort from None
    finally:
        # It would close the file with itself.
        response.fp = None
    return response


def _lengths(fields: list[tuple[str, str]]) -> set[str]:
    values = (value for name, value in fields if name.lower() == "content-length")
    return {length.strip() for value in values for length in value.split(",")}


class WholeHead:
    """A file for `http.client`, to which a head that breaks off is at its end. Here it is not."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._has_begun = False

    def readline(self, limit: int) -> bytes:
        """See `BufferedReader.readline`; raises `CutShort` inside the head."""
        line: bytes = self._file.readline(limit)
        if self._has_begun and not line:
            raise CutShort
        self._has_begun = True
        return line

    def close(self) -> None:
        """See `BufferedReader.close`."""
        self._file.close()


class _Opened:
    """As much of a socket as `http.client` asks for."""

    def __init__(self, file: BufferedReader) -> None:
        self._file = file

    def makefile(self, mode: str) -> WholeHead:
        return WholeHead(self._file)
