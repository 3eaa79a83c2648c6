# answers: moderation
"""Moderation of texts and pictures."""

from openai import OpenAI

client = OpenAI()
response = client.moderations.create(
    model="omni-moderation-latest",
    input=[
        {"type": "text", "text": "...text to classify goes here..."},
        {"type": "image_url", "image_url": {"url": "https://example.com/image.png"}},
    ],
)
result = response.results[0]
print(response.id, response.model, result.flagged)
print(
    result.categories.violence, result.categories.self_harm_intent, result.categories.sexual_minors
)
print(result.category_scores.violence, result.category_applied_input_types.violence)
print({name for name, value in result.categories.model_dump().items() if value})
