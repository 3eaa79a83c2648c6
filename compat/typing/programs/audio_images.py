"""Sounds, images, and verdicts on texts."""

from __future__ import annotations

from pathlib import Path

from openai import OpenAI

client = OpenAI()
with Path("clip.wav").open("rb") as file:
    print(client.audio.transcriptions.create(file=file, model="w").text)
    text: str = client.audio.transcriptions.create(file=file, model="w", response_format="text")
    verbose = client.audio.transcriptions.create(
        file=file, model="w", response_format="verbose_json", timestamp_granularities=["word"]
    )
    for word in verbose.words or []:
        print(word.word, word.end - word.start, text)
client.audio.speech.create(input="Hi", model="tts", voice="alloy").write_to_file("a.mp3")
with client.audio.speech.with_streaming_response.create(
    input="Hi", model="tts", voice="alloy"
) as sound:
    sound.stream_to_file("b.mp3")
images = client.images.generate(prompt="A cat", n=1, size="512x512", response_format="b64_json")
for image in images.data or []:
    print(image.b64_json, image.url)
verdict = client.moderations.create(input="text").results[0]
print(verdict.flagged, verdict.categories.violence, verdict.category_scores.hate)
