"""The transport over a `requests.Session` that the user made: `http_client=session`.

Its adapters, headers, cookies, params, proxies, hooks, auth and certificates take part, and so
does its `trust_env`, with one exception: a netrc file never replaces a key. What its hooks raise
reaches the user as it is.
"""

from __future__ import annotations

import socket
import time
from typing import Any

import requests
import urllib3

from .._exceptions import OpenAIError
from .._http import Headers, Request, Response, TransportError
from .failures import Failures, chain_of, words_of
from .requests_ import UrllibBody, translated
from .transport import address, as_wait


class SessionTransport:
    """Sends requests through a `requests.Session`; see `Transport`.

    Safe to use from several threads as far as the session is.
    """

    def __init__(self, session: requests.Session) -> None:
        self._session = session

    def send(self, request: Request) -> Response:
        """See `Transport.send`."""
        started = time.monotonic()
        try:
            raw = self._send(request)
        except OpenAIError:
            # From the request's own body: an image that can't be read any more.
            raise
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _unwrapped(error, request) from error
        except ValueError as error:
            # requests looks at the target of every redirect, also where it isn't to follow it.
            raise Failures(request).broken(words_of(error)) from error
        is_unread = vars(raw)["_content"] is False
        is_open = is_unread and isinstance(raw.raw, urllib3.HTTPResponse)
        response = Response(
            raw.status_code,
            headers=Headers(raw.headers.items()),
            request=request,
            body=_Body(_decoding(raw.raw), request, None) if is_open else None,
            # A hook has read it, or an adapter made it of thin air.
            content=None if is_open else raw.content,
            reason_phrase=raw.reason or "",
        )
        response.elapsed_seconds = time.monotonic() - started
        return response

    def _send(self, request: Request) -> requests.Response:
        session, limits = self._session, request.timeout
        prepared = session.prepare_request(
            requests.Request(
                request.method,
                address(request.url),
                headers=request.headers.as_sent(),
                data=request.body,
                auth=_as_it_is if "authorization" in request.headers and not session.auth else None,
            )
        )
        settings = session.merge_environment_settings(prepared.url, {}, True, None, None)
        return session.send(
            prepared,
            timeout=(as_wait(limits.connect), as_wait(limits.read)),
            allow_redirects=False,
            **settings,
        )

    def close(self) -> None:
        """Close the user's session, as the official SDK closes the client it was given."""
        self._session.close()


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """An auth that adds nothing: without any, requests takes the one from the netrc file."""
    return prepared


def _decoding(raw: urllib3.HTTPResponse) -> urllib3.HTTPResponse:
    """The same; requests has left it to itself to undo a compression, later."""
    raw.decode_content = True
    return raw


class _Body(UrllibBody):
    """A body whose connection was made by an adapter of the session."""

    def _socket(self) -> socket.socket | None:
        # http.client forgets the socket of an answer with `Connection: close`.
        reader: Any = getattr(getattr(self._raw._fp, "fp", None), "raw", None)
        connection = self._raw.connection
        return getattr(connection, "sock", None) or getattr(reader, "_sock", None)


def _unwrapped(error: Exception, request: Request) -> TransportError:
    """What urllib3 said, which requests has wrapped, in our terms."""
    for inner in chain_of(error):
        is_wrapping = isinstance(inner, urllib3.exceptions.MaxRetryError)
        if isinstance(inner, urllib3.exceptions.HTTPError) and not is_wrapping:
            return translated(inner, request, None)
    if isinstance(error, requests.Timeout):
        return Failures(request).silent()
    if isinstance(error, (ValueError, requests.ConnectionError)):
        # An address that no adapter takes, or an adapter of the user's own.
        return Failures(request).not_connected(error)
    return translated(error, request, None)
