"""Carries out the commands of an exchange. The rules are in `_wire/exchange.py`."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from .._http import AsyncResponse, Response, TransportError
from .._wire.exchange import Discard, LookAround, Read, Remake, Send, Sleep
from .deadline import AsyncDeadlineBody, DeadlineBody

if TYPE_CHECKING:
    from .._wire.exchange import Command, Exchange
    from .transport import AsyncTransport, Transport


def run(flow: Exchange, transport: Transport) -> Response:
    """Run an exchange to its end with a transport that blocks; return the response."""
    steps = _Steps(flow)
    while (command := steps.next()) is not None:
        try:
            if isinstance(command, Send):
                steps.reply = _timed(
                    time.monotonic(), transport.send(command.request), DeadlineBody
                )
            elif isinstance(command, Read):
                command.response.read(command.limit)
            elif isinstance(command, Discard):
                command.response.close()
            elif isinstance(command, Sleep):
                time.sleep(command.seconds)
            elif isinstance(command, Remake):
                steps.reply = command.make(command.retries_taken)
            elif isinstance(command, LookAround):
                from .neighbours import sentence_about_neighbours

                steps.reply = sentence_about_neighbours()
        except TransportError as error:
            steps.failure = error
    response: Response = steps.response
    return response


async def arun(flow: Exchange, transport: AsyncTransport) -> AsyncResponse:
    """Run an exchange to its end in asyncio or trio; return the response."""
    # Not at the top: programs without asyncio need not load it.
    from .async_library import in_thread, sleep
    from .loops import turn_to_start

    steps = _Steps(flow)
    while (command := steps.next()) is not None:
        try:
            if isinstance(command, Send):
                await turn_to_start()
                steps.reply = _timed(
                    time.monotonic(), await transport.send(command.request), AsyncDeadlineBody
                )
            elif isinstance(command, Read):
                await cast(AsyncResponse, command.response).aread(command.limit)
            elif isinstance(command, Discard):
                command.response.close()
            elif isinstance(command, Sleep):
                await sleep(command.seconds)
            elif isinstance(command, Remake):
                steps.reply = await command.make(command.retries_taken)
            elif isinstance(command, LookAround):
                from .neighbours import sentence_about_neighbours

                steps.reply = await in_thread(sentence_about_neighbours)
        except TransportError as error:
            steps.failure = error
    return cast(AsyncResponse, steps.response)


def _timed(
    sent_at: float, response: Response, bounded: type[DeadlineBody | AsyncDeadlineBody]
) -> Response:
    """The response, with its time of sending and the limits that hold inside it."""
    request = response.request
    response.sent_at = sent_at
    if request.timeout.total is not None:
        response.read_through(partial(bounded, request=request, at=sent_at))
    if request.body_silence != request.timeout.read:
        response.wait_at_most(request.body_silence)
    return response


class _Steps:
    """Advances an exchange: takes what became of a command, gives the next one."""

    def __init__(self, flow: Exchange) -> None:
        self._flow = flow
        self.reply: Any = None
        self.failure: TransportError | None = None
        self.response: Any = None

    def next(self) -> Command | None:
        """The next command; None at the end, when `response` is set."""
        reply, failure = self.reply, self.failure
        self.reply = self.failure = None
        try:
            return self._flow.send(reply) if failure is None else self._flow.throw(failure)
        except StopIteration as end:
            self.response = end.value
            return None
        finally:
            # A failure that stays here would keep the request, and all that led to it, alive.
            reply = failure = None
