"""Logfire's `instrument_openai`."""

import logfire
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from otel_spans import exporter, spans
from tracing import steps_with

from compat.libraries.steps import play, step

logfire.configure(
    send_to_logfire=False, console=False, additional_span_processors=[SimpleSpanProcessor(exporter)]
)


def wrap(client):
    logfire.instrument_openai(client)
    return client


steps_with(step, spans, wrap)
play()
