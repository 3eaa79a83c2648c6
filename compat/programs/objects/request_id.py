# answers: completion_with_id
"""The id that a server gives a request."""

from openai import OpenAI

completion = OpenAI().chat.completions.create(model="m", messages=[])
print(completion._request_id, "request_id" in completion.to_dict())
