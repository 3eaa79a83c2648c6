# answers: completion
"""A class of the user's own."""

from openai import OpenAI


class LoggingClient(OpenAI):
    def __init__(self, *, name, **kwargs):
        super().__init__(**kwargs)
        self.name = name

    def ask(self, question):
        completion = self.chat.completions.create(
            model="m", messages=[{"role": "user", "content": question}]
        )
        print(f"[{self.name}] {question}")
        return completion.choices[0].message.content


client = LoggingClient(name="bot", default_headers={"X-Name": "bot"})
print(client.ask("Hi?"))
print(isinstance(client, OpenAI), client.chat.completions is client.chat.completions)
