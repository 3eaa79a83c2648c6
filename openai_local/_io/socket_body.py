"""The body of an answer, read from its socket: what the blocking transports have in common."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any, cast

from .._constants import END_OF_BODY_SECONDS, READ_SIZE
from .._http import TransportError
from .._wire.chunked import Dechunker
from .failures import CutShort, connection_errors, forget_frames
from .non_blocking import NonBlockingBody
from .transport import as_wait, shut_down


class SocketBody:
    """See `Body`. A subclass says whose connection it is, and what becomes of it."""

    def __init__(self, file: BodyFile | None, reader: Callable[[int], bytes] | None = None) -> None:
        """`reader`: reads the body where the file alone can't, as it is compressed."""
        self._file = file
        self._read = reader or cast(BodyFile, file).read
        self._is_closed = False
        self._process = os.getpid()

    def read_block(self) -> bytes:
        """See `Body.read_block`."""
        try:
            return self._read(READ_SIZE)
        except Exception as error:
            if self._is_closed:
                # Closed by another thread, which is why the read failed.
                return b""
            if not isinstance(error, connection_errors()):
                raise
            raise self.explained(error) from error

    def wait_at_most(self, seconds: float | None) -> None:
        """See `Body.wait_at_most`."""
        if (sock := self._socket()) is not None:
            try:
                sock.settimeout(as_wait(seconds))
            except OSError:
                # Closed already; the next read will say so.
                pass

    def without_waiting(self) -> NonBlockingBody | None:
        """See `Response.without_waiting`: over a plain socket, of a body that is sent as it is."""
        connection = self._socket()
        # Of one that is encrypted, the bytes in the socket are not those of the body.
        if self._file is None or type(connection) is not socket.socket:
            return None
        return NonBlockingBody(self, self._file, connection)

    def explained(self, error: Exception) -> TransportError:
        """What went wrong while reading, in our terms."""
        forget_frames(error)
        return self._translated(error)

    def finish(self) -> None:
        """See `Body.finish`."""
        self.wait_at_most(END_OF_BODY_SECONDS)
        try:
            is_at_end = not self._read(READ_SIZE)
        except Exception:  # noqa: BLE001 - whatever it is, the connection can't be kept
            is_at_end = False
        if is_at_end:
            self._release()
        else:
            self.close()

    def close(self) -> None:
        """See `Body.close`."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._process == os.getpid():
            # In a forked child it is the parent's connection: there it goes on.
            shut_down(self._socket())
        self._drop()

    def _socket(self) -> socket.socket | None:
        """The socket, as long as the connection is ours."""
        raise NotImplementedError

    def _release(self) -> None:
        """The body was read to its end: let go of the connection."""
        raise NotImplementedError

    def _drop(self) -> None:
        """Close the connection."""
        raise NotImplementedError

    def _translated(self, error: Exception) -> TransportError:
        raise NotImplementedError


class BodyFile:
    """Reads a body from the socket's file, below any HTTP library.

    http.client and urllib3 read chunk by chunk, and a body of known length at three times the cost.
    """

    def __init__(
        self,
        file: Any,
        framing: Dechunker | Counter | ToTheEnd,
        give_back: Callable[[bool], None],
    ) -> None:
        """`give_back`: takes the connection at the end, and whether there was more behind it."""
        self._framing = framing
        self._give_back = give_back
        #: One read of at most that many bytes, which may come out of the file's buffer.
        self.read_file: Callable[[int], bytes] = file.read1

    def read(self, size: int) -> bytes:
        """What has arrived of the body; `b""` at the end."""
        framing = self._framing
        while not framing.is_done:
            body = self.unframed(self.read_file(size))
            if framing.is_done:
                self.give_back()
            if body:
                return body
        return b""

    @property
    def is_at_end(self) -> bool:
        return self._framing.is_done

    def unframed(self, block: bytes) -> bytes:
        """The bytes of the body in a block; an empty block is the end of the connection."""
        body = self._framing.feed(block)
        if not block and not self._framing.is_done:
            raise CutShort
        return body

    def give_back(self) -> None:
        """At the end of the body: let the connection serve others, if it can."""
        self._give_back(self._framing.has_surplus)


class Counter:
    """What `Dechunker` is, for a body of known length."""

    def __init__(self, length: int) -> None:
        self._missing = length

    @property
    def is_done(self) -> bool:
        return self._missing <= 0

    @property
    def has_surplus(self) -> bool:
        return self._missing < 0

    def feed(self, block: bytes) -> bytes:
        body = block[: self._missing]
        self._missing -= len(block)
        return body


class ToTheEnd:
    """What `Dechunker` is, for a body that ends with its connection."""

    is_done = False
    has_surplus = False

    def feed(self, block: bytes) -> bytes:
        self.is_done = not block
        return block
