# server: chat
# fast: yes
"""Which models are there."""

from openai import NotFoundError, OpenAI

client = OpenAI()
models = client.models.list()
print(type(models).__name__, models.object, [model.id for model in models])
print(repr(models)[:24], type(models.data[0]).__name__)
print([model.id for model in models.data], models.has_next_page())
for page in models.iter_pages():
    print(len(page.data))
try:
    print(client.models.retrieve("no-such-model").id)
except NotFoundError as error:
    print(error.status_code)
