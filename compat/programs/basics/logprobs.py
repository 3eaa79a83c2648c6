# server: chat
"""Log probabilities of the tokens, as the cookbook prints them."""

from math import exp

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny",
    messages=[{"role": "user", "content": "Say hello."}],
    logprobs=True,
    top_logprobs=2,
    max_tokens=6,
    temperature=0,
)
for token in completion.choices[0].logprobs.content:
    others = [other.token for other in token.top_logprobs]
    print(repr(token.token), f"{exp(token.logprob):.2%}", token.bytes, others[0] == token.token)
print(completion.choices[0].logprobs.refusal)
