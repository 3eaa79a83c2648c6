"""Carries out the commands of an exchange. The rules are in `_wire/exchange.py`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from .._http import Response, TransportError
from .._wire.exchange import Discard, Read, Send, Sleep

if TYPE_CHECKING:
    from .._wire.exchange import Command, Exchange
    from .transport import Transport


def run(flow: Exchange, transport: Transport) -> Response:
    """Run an exchange to its end with a transport that blocks; return the response."""
    reply: Any = None
    failure: TransportError | None = None
    while True:
        try:
            command = flow.send(reply) if failure is None else flow.throw(failure)
        except StopIteration as end:
            response: Response = end.value
            return response
        finally:
            # A failure that stays here would keep the request, and all that led to it, alive.
            reply = failure = None
        try:
            reply = _carry_out(command, transport)
        except TransportError as error:
            failure = error


def _carry_out(command: Command, transport: Transport) -> Response | None:
    if isinstance(command, Send):
        return transport.send(command.request)
    if isinstance(command, Read):
        command.response.read(command.limit)
    elif isinstance(command, Discard):
        command.response.close()
    elif isinstance(command, Sleep):
        time.sleep(command.seconds)
    return None
