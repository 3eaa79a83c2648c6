# server: chat
"""A chat loop: each answer goes back as part of the history."""

from openai import OpenAI

client = OpenAI()
messages = [{"role": "system", "content": "Be brief."}]
for question in ["Who are you?", "Are you sure?", "Thank you."]:
    messages.append({"role": "user", "content": question})
    answer = client.chat.completions.create(model="tiny", messages=messages, max_tokens=12)
    # The message object itself, as the documentation does it.
    messages.append(answer.choices[0].message)
    print(f"> {question}\n{answer.choices[0].message.content}  [{answer.usage.prompt_tokens}]")
print(len(messages), type(messages[-1]).__name__)
