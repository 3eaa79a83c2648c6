# answers: completion
# fast: yes
"""model_dump, to_dict, to_json and the rest."""

import json

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(model="m", messages=[])
print(completion.model_dump(exclude_unset=True))
print(completion.model_dump(exclude_none=True, include={"id", "choices"}))
print(completion.to_dict())
print(completion.to_json())
print(completion.model_dump_json(exclude_unset=True))
print(completion.choices[0].message.to_dict(mode="json"))
print(json.dumps(completion.choices[0].to_dict(), sort_keys=True))
print(completion.model_dump()["choices"][0]["message"]["content"])
print(dict(completion)["model"], completion.model_fields_set >= {"id", "choices", "model"})
