# answers: transcription
"""Speech in any language to English text."""

from openai import OpenAI

client = OpenAI()
translation = client.audio.translations.create(model="whisper-1", file=("german.m4a", b"sound"))
print(type(translation).__name__, translation.text)
