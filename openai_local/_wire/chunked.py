"""Undoes HTTP's chunked transfer coding (RFC 9112, section 7.1).

http.client and urllib3 do this one chunk a call, at several microseconds each; servers send every
token as a chunk of its own. Here a block that holds many chunks is taken apart in one go, and
what has arrived of a chunk is given out at once.
"""

from __future__ import annotations

from io import BytesIO

#: Bytes that a line may have, a size with its extensions; and all trailers together.
_MAX_LINE = 64 * 1024
#: Lines whose sizes are remembered, of all bodies together.
_MAX_SIZES = 4096
_HEX_DIGITS = b"0123456789abcdefABCDEF"


class Dechunker:
    """Fed with blocks as they arrive, cut anywhere; gives the bytes of the body."""

    def __init__(self) -> None:
        #: What has come of a line whose end is due; at the end, what is behind the body.
        self._rest = b""
        #: Bytes that are missing of the current chunk.
        self._missing = 0
        #: The line end behind a chunk is due.
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
        file = BytesIO(self._rest + block if self._rest else block)
        taken: list[bytes] = []
        if self._missing:
            taken.append(file.read(self._missing))
            self._missing -= len(taken[0])
        goes_on = not (self._missing or self._in_trailers or self.is_done)
        while goes_on:
            goes_on = self._takes_end(file) and self._takes_chunks(file, taken)
        if self._in_trailers:
            self._take_trailers(file)
        self._rest = file.read()
        if len(self._rest) > _MAX_LINE and not self.is_done:
            raise ValueError(f"a line of the chunked body is over {_MAX_LINE} bytes")
        return taken[0] if len(taken) == 1 else b"".join(taken)

    def _takes_chunks(self, file: BytesIO, taken: list[bytes]) -> bool:
        """Take one chunk after another; true if an unusual line end is to be looked at.

        A file in memory reads them at half the cost of searching and slicing.
        """
        for line in file:
            size = _SIZES[line]
            if size <= 0:
                self._in_trailers = size == 0
                if size < 0:
                    file.seek(-len(line), 1)
                return False
            piece = file.read(size)
            taken.append(piece)
            end = next(file, b"")
            if end != b"\r\n":
                self._missing = size - len(piece)
                self._ends_chunk = True
                file.seek(-len(end), 1)
                return not self._missing
        return False

    def _takes_end(self, file: BytesIO) -> bool:
        """Take the line end behind a chunk, if one is due; false if it has not come yet."""
        if not self._ends_chunk:
            return True
        line = file.readline()
        if line in (b"\r\n", b"\n"):
            self._ends_chunk = False
        elif not line.endswith(b"\n"):
            file.seek(-len(line), 1)
        else:
            raise ValueError(f"{line[:20]!r} follows a chunk where its end is due")
        return not self._ends_chunk

    def _take_trailers(self, file: BytesIO) -> None:
        for line in file:
            if not line.endswith(b"\n"):
                file.seek(-len(line), 1)
                return
            self._trailer_bytes += len(line)
            if self._trailer_bytes > _MAX_LINE:
                raise ValueError(f"the trailers of the body are over {_MAX_LINE} bytes")
            if line in (b"\r\n", b"\n"):
                self._in_trailers = False
                self.is_done = True
                return


class _Sizes(dict[bytes, int]):
    """Line -> size of the chunk that it announces; -1 if its end is missing.

    Remembers some short ones.
    """

    def __missing__(self, line: bytes) -> int:
        if not line.endswith(b"\n"):
            return -1
        digits = line.partition(b";")[0].strip()
        if not digits or digits.strip(_HEX_DIGITS) or len(digits) > 15:
            raise ValueError(f"{line[:20]!r} is not the size of a chunk")
        size = int(digits, 16)
        # Extensions make any number of short lines.
        if len(line) < 8 and len(self) < _MAX_SIZES:
            self[line] = size
        return size


_SIZES = _Sizes()
