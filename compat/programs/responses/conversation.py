# answers: response, response, response_deleted
"""previous_response_id, retrieve, delete, and other parameters."""

from openai import OpenAI

client = OpenAI()
first = client.responses.create(
    model="gpt-4o",
    input="Tell me a joke.",
    store=True,
    metadata={"topic": "jokes"},
    reasoning={"effort": "low"},
    temperature=0.5,
    truncation="auto",
)
second = client.responses.retrieve(first.id, include=["message.output_text.logprobs"])
print(first.id == second.id, second.metadata, second.created_at)
print(client.responses.delete(first.id))
