# answers: response_with_call, response
"""A function call in the Responses API, and its result, with the output items sent back."""

import json

from openai import OpenAI

client = OpenAI()
tools = [
    {
        "type": "function",
        "name": "get_horoscope",
        "description": "Get today's horoscope for an astrological sign.",
        "parameters": {
            "type": "object",
            "properties": {"sign": {"type": "string"}},
            "required": ["sign"],
        },
    }
]
input_list = [{"role": "user", "content": "What is my horoscope? I am an Aquarius."}]
response = client.responses.create(model="gpt-5", tools=tools, input=input_list)
input_list += response.output
for item in response.output:
    if item.type == "function_call" and item.name == "get_horoscope":
        sign = json.loads(item.arguments)["sign"]
        input_list.append(
            {
                "type": "function_call_output",
                "call_id": item.call_id,
                "output": json.dumps({"horoscope": f"{sign}: you will meet an otter."}),
            }
        )
response = client.responses.create(
    model="gpt-5", instructions="Answer with the horoscope only.", tools=tools, input=input_list
)
print(response.output_text)
