# server: chat
"""pickle, copy, deepcopy, equality."""

import copy
import pickle

from openai import OpenAI

client = OpenAI()
completion = client.chat.completions.create(
    model="tiny", messages=[{"role": "user", "content": "Hi"}], max_tokens=4
)
chunks = list(
    client.chat.completions.create(
        model="tiny", messages=[{"role": "user", "content": "Hi"}], max_tokens=2, stream=True
    )
)
for thing in [completion, *chunks]:
    again = pickle.loads(pickle.dumps(thing))
    print(again == thing, type(again) is type(thing), again.choices[0] == thing.choices[0])
    deep = copy.deepcopy(thing)
    print(deep == thing, deep.choices[0] is thing.choices[0])
    print(copy.copy(thing).choices is thing.choices)
changed = completion.model_copy(update={"model": "other"}, deep=True)
print(changed.model, changed == completion, changed.choices == completion.choices)
changed.choices[0].message.content = "edited"
print(completion.choices[0].message.content, changed.choices[0].message.content)
