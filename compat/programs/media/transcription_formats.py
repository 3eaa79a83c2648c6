# answers: transcription_text, transcription_verbose
"""Text, and the verbose form with its segments."""

import io

from openai import OpenAI

client = OpenAI()
sound = io.BytesIO(b"RIFF")
sound.name = "sound.wav"
text = client.audio.transcriptions.create(model="whisper-1", file=sound, response_format="text")
print(type(text).__name__, repr(text))
verbose = client.audio.transcriptions.create(
    model="whisper-1", file=("sound.wav", b"RIFF"), response_format="verbose_json"
)
print(type(verbose).__name__, verbose.language, verbose.duration)
for segment in verbose.segments:
    print(segment.start, segment.end, segment.text)
print([word.word for word in verbose.words])
