"""Langfuse's `openai`, whose calls it traces."""

from langfuse import Langfuse
from otel_spans import provider, spans
from steps import play, step
from tracing import steps_with

Langfuse(public_key="pk", secret_key="sk", base_url="http://127.0.0.1:9", tracer_provider=provider)

from langfuse.openai import openai  # noqa: E402, F401 - wraps the real one on import

steps_with(step, spans)
play()
