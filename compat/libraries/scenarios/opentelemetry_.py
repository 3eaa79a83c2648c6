"""OpenLLMetry's OpenTelemetry instrumentation of `openai`."""

from opentelemetry.instrumentation.openai import OpenAIInstrumentor
from otel_spans import provider, spans
from tracing import steps_with

from compat.libraries.steps import play, step

OpenAIInstrumentor().instrument(tracer_provider=provider)
steps_with(step, spans)
play()
