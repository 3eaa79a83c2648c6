# answers: speech
"""Text to speech: into a file in every way that the documentation shows."""

from pathlib import Path

from openai import OpenAI

client = OpenAI()
speech_file_path = Path("speech.mp3")
with client.audio.speech.with_streaming_response.create(
    model="gpt-4o-mini-tts",
    voice="coral",
    input="Today is a wonderful day!",
    instructions="Speak in a cheerful and positive tone.",
) as response:
    response.stream_to_file(speech_file_path)
print(len(speech_file_path.read_bytes()))

response = client.audio.speech.create(
    model="tts-1", voice="alloy", input="The quick brown fox.", response_format="wav", speed=1.5
)
response.write_to_file("speech.wav")
print(Path("speech.wav").read_bytes() == response.content, len(response.read()))
print(sum(len(data) for data in response.iter_bytes()), type(response).__name__)
