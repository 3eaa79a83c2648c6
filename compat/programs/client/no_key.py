# answers: completion
"""Without a key."""

import os

import openai

del os.environ["OPENAI_API_KEY"]
try:
    client = openai.OpenAI()
    print("a client without a key")
except openai.OpenAIError:
    print("no client without a key")
