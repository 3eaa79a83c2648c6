"""Logfire's `instrument_openai`."""

import logfire
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from otel_spans import exporter, spans
from steps import play, step
from tracing import steps_with

logfire.configure(
    send_to_logfire=False, console=False, additional_span_processors=[SimpleSpanProcessor(exporter)]
)


def wrap(client):
    logfire.instrument_openai(client)
    return client


steps_with(step, spans, wrap)
play()
