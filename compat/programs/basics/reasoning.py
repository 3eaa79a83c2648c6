# server: chat
"""A field that the API does not declare: the thoughts of a reasoning model."""

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": "Think hard."}],
    extra_body={"chat_template_kwargs": {"think": True}},
)
message = completion.choices[0].message
print(message.reasoning_content)
print(message.content)
print(getattr(message, "no_such_field", "nothing"), hasattr(message, "reasoning_content"))
print(message.model_extra)
