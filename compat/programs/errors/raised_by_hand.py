"""Tests of other people make errors like this."""

import httpx
import openai

request = httpx.Request("POST", "http://localhost/v1/chat/completions")
response = httpx.Response(429, request=request, json={"error": {"message": "slow down"}})
error = openai.RateLimitError("slow down", response=response, body={"code": "rate_limit"})
print(error.status_code, error.code, error.message, error.request.url, error.body)
try:
    raise openai.APIConnectionError(request=request)
except openai.APIError as caught:
    print(caught.message, caught.request.method)
try:
    raise openai.APITimeoutError(request)
except openai.APIError as caught:
    print(caught.message)
try:
    raise openai.APIError("custom", request, body={"type": "t", "param": "p", "code": "c"})
except openai.OpenAIError as caught:
    print(caught.message, caught.type, caught.param, caught.code)
