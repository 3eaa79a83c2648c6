# answers: model, model_deleted
"""One model by its name, and its end."""

from openai import OpenAI

client = OpenAI()
model = client.models.retrieve("ft:gpt-4o-mini:acme:suffix:abc 123")
print(model.id, model.owned_by, model.object)
deleted = client.models.delete("ft:gpt-4o-mini:acme:suffix:abc 123")
print(deleted.id, deleted.deleted)
