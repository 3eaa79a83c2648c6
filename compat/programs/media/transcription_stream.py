# answers: transcription_stream
"""A transcription as a stream."""

from openai import OpenAI

client = OpenAI()
stream = client.audio.transcriptions.create(
    model="gpt-4o-mini-transcribe", file=("a.wav", b"RIFF"), stream=True
)
for event in stream:
    print(event.type, getattr(event, "delta", None), getattr(event, "text", None))
