"""Braintrust's `wrap_openai`."""

from braintrust import wrap_openai
from tracing import steps_with

from compat.libraries.steps import play, step

steps_with(step, lambda: None, wrap_openai)
play()
