"""Undoes HTTP's chunked transfer coding (RFC 9112, section 7.1).

http.client and urllib3 do this one chunk a call, at several microseconds each; servers send every
token as a chunk of its own. Here a block that holds many chunks is taken apart in one go, and
what has arrived of a chunk is given out at once.
"""

from __future__ import annotations

#: Bytes that a line may have, a size with its extensions; and all trailers together.
_MAX_LINE = 64 * 1024
#: Lines whose sizes are remembered, of all bodies together.
_MAX_SIZES = 4096
_HEX_DIGITS = b"0123456789abcdefABCDEF"


class Dechunker:
    """Fed with blocks as they arrive, cut anywhere; gives the bytes of the body."""

    def __init__(self) -> None:
        self._rest = b""
        #: Bytes that are missing of the current chunk.
        self._missing = 0
        #: The chunk is whole, but not the line end behind it.
        self._ends_chunk = False
        self._in_trailers = False
        self._trailer_bytes = 0
        #: True once the last chunk and the trailers were seen.
        self.is_done = False

    @property
    def has_surplus(self) -> bool:
        """True if there were bytes after the end of the body."""
        return self.is_done and bool(self._rest)

    def feed(self, block: bytes) -> bytes:
        """The bytes of the body in `block`; `ValueError` if it is not chunked as it should be."""
        data = self._rest + block if self._rest else block
        self._rest = b""
        taken: list[bytes] = []
        position = 0
        if self._missing:
            piece = data[: self._missing]
            self._missing -= len(piece)
            taken.append(piece)
            position = len(piece)
        total = len(data)
        while position < total and not self.is_done:
            line_end = data.find(b"\n", position)
            if line_end < 0:
                break
            line = data[position:line_end]
            start = line_end + 1
            if self._in_trailers:
                self.is_done = line in (b"\r", b"")
                self._trailer_bytes += len(line)
                if self._trailer_bytes > _MAX_LINE:
                    raise ValueError(f"the trailers of the body are over {_MAX_LINE} bytes")
                position = start
                continue
            if self._ends_chunk:
                if line not in (b"\r", b""):
                    raise ValueError(f"{line[:20]!r} follows a chunk where its end is due")
                self._ends_chunk = False
                position = start
                continue
            size = _SIZES[line]
            self._in_trailers = size == 0
            end = start + size
            taken.append(data[start:end])
            if size:
                end = _take_next(data, end, taken)
            position = min(end, total)
            self._missing = end - position
            self._ends_chunk = size > 0
        self._keep(data[position:])
        return taken[0] if len(taken) == 1 else b"".join(taken)

    def _keep(self, rest: bytes) -> None:
        if len(rest) > _MAX_LINE and not self.is_done:
            raise ValueError(f"a line of the chunked body is over {_MAX_LINE} bytes")
        self._rest = rest


def _take_next(data: bytes, end: int, taken: list[bytes]) -> int:
    """Take the whole chunks that follow one which ends there; the end of the last one.

    What `feed` does, for the usual case: this is done for each token.
    """
    total = len(data)
    while (line_end := data.find(b"\n", end + 2)) > 0:
        size = _SIZES_BEHIND[data[end:line_end]]
        after = line_end + 1 + size
        if not size or after > total:
            break
        taken.append(data[line_end + 1 : after])
        end = after
    return end


class _Sizes(dict[bytes, int]):
    """Line -> size of the chunk that it announces. Remembers some short ones."""

    def __missing__(self, line: bytes) -> int:
        size = self._size_in(line)
        # Extensions make any number of short lines.
        if len(line) < 8 and len(self) < _MAX_SIZES:
            self[line] = size
        return size

    def _size_in(self, line: bytes) -> int:
        digits = line.partition(b";")[0].strip()
        if not digits or digits.strip(_HEX_DIGITS) or len(digits) > 15:
            raise ValueError(f"{line[:20]!r} is not the size of a chunk")
        return int(digits, 16)


class _SizesBehind(_Sizes):
    """The same for a line with the line end of the chunk before it; 0 if that is another one."""

    def _size_in(self, line: bytes) -> int:
        return _SIZES[line[2:]] if line.startswith(b"\r\n") else 0


_SIZES = _Sizes()
_SIZES_BEHIND = _SizesBehind()
