# answers: transcription
"""A sound to text: an open file, a tuple, a path."""

from pathlib import Path

from openai import OpenAI

client = OpenAI()
Path("speech.mp3").write_bytes(b"ID3 not really a sound \x00\xff")
with open("speech.mp3", "rb") as audio_file:
    print(client.audio.transcriptions.create(model="whisper-1", file=audio_file).text)
client.audio.transcriptions.create(
    model="whisper-1",
    file=("other.wav", b"RIFF", "audio/wav"),
    language="en",
    prompt="ZyntriQix, Digique",
    temperature=0.2,
    timestamp_granularities=["word", "segment"],
)
client.audio.transcriptions.create(model="whisper-1", file=Path("speech.mp3"))
