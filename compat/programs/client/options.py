# answers: completion
# fast: yes
"""with_options, default headers and query values, and those of one call."""

from openai import OpenAI

client = OpenAI(
    default_headers={"X-Team": "blue", "X-Removed": "later"},
    default_query={"api-version": "2024-01"},
    organization="org-1",
    project="proj_1",
    timeout=20.0,
    max_retries=3,
)
message = {"role": "user", "content": "Hi"}
client.chat.completions.create(model="m", messages=[message])
other = client.with_options(
    timeout=5, max_retries=0, default_headers={"X-More": "1"}, api_key="sk-other"
)
other.chat.completions.create(
    model="m",
    messages=[message],
    extra_headers={"X-Team": "red", "Authorization": "Bearer mine"},
    extra_query={"page": 2},
    timeout=3,
)
replaced = client.copy(set_default_headers={"X-Only": "1"}, set_default_query={})
replaced.chat.completions.create(model="m", messages=[message])
print(client.timeout, client.max_retries, other.timeout, other.max_retries)
print(client.api_key, other.api_key, client.organization, other.project)
print(str(client.base_url).endswith("/v1/"), client.base_url.path, client.base_url.host)
