"""Collects OpenTelemetry spans in memory, for the scenarios of tracing libraries."""

import json

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))

#: Attributes that are another in each run.
CHANGING = ("duration", "time", "address", "port", "api_base", "url", "version", "source", "sdk")
#: Where in the code a call was made: in an installed package it is left out.
CHANGING += ("code.",)


def _plain(value):
    """JSON texts as what they hold: the order of a request's fields says nothing."""
    try:
        return _sorted(json.loads(value)) if isinstance(value, str) else value
    except ValueError:
        return value


def _sorted(value):
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def spans():
    """Name, attributes, events and status of the spans since the last call."""
    found = [
        (
            span.name,
            span.status.status_code.name,
            {
                name: _plain(value)
                for name, value in sorted(span.attributes.items())
                # None is what became of the official SDK's `omit`.
                if value is not None and not any(word in name for word in CHANGING)
            },
            [event.name for event in span.events if "chunk" not in event.name],
        )
        for span in exporter.get_finished_spans()
    ]
    exporter.clear()
    return found
