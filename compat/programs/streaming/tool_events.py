# server: chat
"""Events of tool calls, with their arguments as they grow."""

import openai
from openai import OpenAI
from pydantic import BaseModel


class GetWeather(BaseModel):
    city: str
    days: int


client = OpenAI()
with client.beta.chat.completions.stream(
    model="tiny",
    messages=[{"role": "user", "content": "Weather in Paris?"}],
    tools=[openai.pydantic_function_tool(GetWeather, name="get_weather")],
) as stream:
    for event in stream:
        if event.type == "tool_calls.function.arguments.done":
            print(event.type, event.name, event.index, event.arguments, event.parsed_arguments)
message = stream.get_final_completion().choices[0].message
call = message.tool_calls[0]
print(type(call.function.parsed_arguments).__name__, call.function.parsed_arguments)
print(message.content)
