"""OpenInference's instrumentation of `openai`."""

from openinference.instrumentation.openai import OpenAIInstrumentor
from otel_spans import provider, spans
from steps import play, step
from tracing import steps_with

OpenAIInstrumentor().instrument(tracer_provider=provider)
steps_with(step, spans)
play()
