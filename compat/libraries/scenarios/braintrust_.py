"""Braintrust's `wrap_openai`."""

from braintrust import wrap_openai
from steps import play, step
from tracing import steps_with

steps_with(step, lambda: None, wrap_openai)
play()
