# answers: completion
"""What a client says about itself."""

import os

from openai import NOT_GIVEN, OpenAI, Timeout

os.environ["OPENAI_ORG_ID"] = "org-from-environment"
client = OpenAI(timeout=Timeout(30.0, connect=2.0), default_query={"q": "1"})
print(client.timeout.connect, client.timeout.read, client.organization)
print(client.auth_headers, dict(client.default_query))
print(client.default_headers["Accept"], client.default_headers["OpenAI-Organization"])
print(OpenAI(timeout=None).timeout, OpenAI(timeout=NOT_GIVEN).timeout)
print(OpenAI(base_url="http://localhost:1234/v1/").base_url, OpenAI(api_key="k").api_key)
client.api_key = "sk-changed"
client.chat.completions.create(model="m", messages=[])
