# answers: completion
# needs: openai>=2
"""omit: takes out a parameter, and a header that would be sent."""

from openai import Omit, OpenAI, omit

client = OpenAI()
client.chat.completions.create(
    model="m",
    messages=[{"role": "user", "content": "Hi"}],
    temperature=omit,
    tools=omit,
    extra_headers={"Authorization": Omit()},
)
print(isinstance(omit, Omit), bool(omit))
