# answers: model, embeddings_base64, transcription, picture, response, response_with_call
# needs: openai>=3
"""print() and to_json() of every other kind of answer."""

from openai import OpenAI

client = OpenAI()
answers = [
    client.models.retrieve("m"),
    client.embeddings.create(model="m", input="a"),
    client.audio.transcriptions.create(model="m", file=("a.wav", b"RIFF")),
    client.images.generate(prompt="An otter"),
    client.responses.create(model="m", input="a"),
    client.responses.create(model="m", input="a"),
]
for answer in answers:
    print(answer)
    print(answer.to_json(indent=None))
    print(answer.model_dump(mode="json", exclude_none=True))
