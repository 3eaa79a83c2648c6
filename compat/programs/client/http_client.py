# answers: completion
"""An httpx client with hooks and headers of its own."""

import httpx
from openai import OpenAI


def log_request(request):
    print("->", request.method, request.url.path, request.headers["x-own"])


def log_response(response):
    print("<-", response.status_code)


http_client = httpx.Client(
    headers={"X-Own": "yes"},
    event_hooks={"request": [log_request], "response": [log_response]},
    timeout=10,
)
client = OpenAI(http_client=http_client)
print(client.chat.completions.create(model="m", messages=[]).choices[0].message.content)
client.close()
print(http_client.is_closed)
