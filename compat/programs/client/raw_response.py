# server: chat
# fast: yes
"""Headers, status, and the parsed object."""

from openai import OpenAI

client = OpenAI()
response = client.chat.completions.with_raw_response.create(
    model="tiny", messages=[{"role": "user", "content": "Say this is a test"}], max_tokens=4
)
print(response.status_code, response.headers.get("content-type"), response.http_version)
print(response.http_request.method, response.url.path, response.retries_taken)
completion = response.parse()
print(type(completion).__name__, completion.choices[0].message.content)
print(response.text[:1], len(response.content) > 100, response.request_id)
print(response.elapsed.total_seconds() >= 0, response.is_closed)
