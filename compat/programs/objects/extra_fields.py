# answers: completion_with_more
"""What a server sends beyond the API, and what it leaves out."""

from openai import OpenAI

completion = OpenAI().chat.completions.create(model="m", messages=[])
print(completion.timings, completion.model_extra)
print(completion.choices[0].message.reasoning, completion.choices[0].message.refusal)
print(completion.usage, completion.system_fingerprint, completion.service_tier)
print(completion.to_dict())
try:
    print(completion.no_such_field)
except AttributeError as error:
    print("AttributeError", "no_such_field" in str(error))
