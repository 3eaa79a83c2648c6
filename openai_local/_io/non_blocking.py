"""A body over a bare socket for a reader that waits by itself, such as an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._constants import READ_SIZE

if TYPE_CHECKING:
    import socket

    from .socket_body import BodyFile, SocketBody


class NonBlockingBody:
    """The bytes of a response for one reader, which has taken them over from a `Body`.

    It calls nothing here any more after `give_back` or `close`.
    """

    def __init__(self, body: SocketBody, file: BodyFile, connection: socket.socket) -> None:
        connection.setblocking(False)
        #: Readable as soon as `read` has something to say, once it has been called.
        self.connection = connection
        self._body = body
        self._file = file
        self._has_read_buffer = False

    def read(self) -> bytes | None:
        """What has arrived, from one read of the socket; None if that was nothing of the body.

        Never waits. Raises `TransportError` if the connection broke inside the body.
        """
        try:
            if not self._has_read_buffer:
                return self._read_buffer()
            return self._file.unframed(self.connection.recv(READ_SIZE))
        except BlockingIOError:
            return None
        except Exception as error:
            raise self._body.explained(error) from error

    def _read_buffer(self) -> bytes | None:
        """What came with the head. The buffer is smaller than one read, so it is empty then."""
        self._has_read_buffer = True
        # Nothing may mean that the connection is at its end: the next read will tell.
        block = self._file.read_file(READ_SIZE)
        return self._file.unframed(block) if block else None

    @property
    def is_at_end(self) -> bool:
        """True once the whole body was read."""
        return self._file.is_at_end

    def give_back(self) -> None:
        """At the end of the body: let the connection serve the next request, if it can."""
        self.connection.setblocking(True)
        self._file.give_back()

    def close(self) -> None:
        """Close the connection at once."""
        self._body.close()
