"""The chat template of the tiny model: ChatML with tools as Qwen and Hermes models write them.

Rule of this file: only what the template needs. The token that it puts last chooses what the
model says, see ``tiny_model``.
"""

from __future__ import annotations

from typing import Final

CHAT_TEMPLATE: Final = r"""
{%- macro block(role, text) -%}
    {{- '<|im_start|>' + role + '\n' + text + '<|im_end|>\n' -}}
{%- endmacro -%}
{%- if tools -%}
    {{- '<|im_start|>system\n# Tools\n\nThe functions are in <tools></tools>:\n<tools>' -}}
    {%- for tool in tools -%}
        {{- '\n' + (tool | tojson) -}}
    {%- endfor -%}
    {{- '\n</tools>\n\nTo call one, write:\n<tool_call>\n' -}}
    {{- '{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call><|im_end|>\n' -}}
{%- endif -%}
{%- for message in messages -%}
    {%- if message.role == 'tool' -%}
        {{- block('user', '<tool_response>\n' + message.content + '\n</tool_response>') -}}
    {%- elif message.role == 'assistant' -%}
        {{- '<|im_start|>assistant\n' -}}
        {%- if message.reasoning_content -%}
            {{- '<think>' + message.reasoning_content + '</think>' -}}
        {%- endif -%}
        {{- message.content or '' -}}
        {%- for call in message.tool_calls or [] -%}
            {{- '<tool_call>\n{"name": "' + call.function.name + '", "arguments": ' -}}
            {{- call.function.arguments | tojson -}}
            {{- '}\n</tool_call>' -}}
        {%- endfor -%}
        {{- '<|im_end|>\n' -}}
    {%- else -%}
        {{- block(message.role, message.content) -}}
    {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{- '<|im_start|>assistant\n' -}}
    {%- set last = messages[-1] -%}
    {%- if think -%}
        {{- '<think>' -}}
    {%- elif tools and last.role != 'tool' -%}
        {{- '<|use_tools|>' -}}
    {%- elif last.content and '<__media' in last.content -%}
        {{- '<|see_picture|>' -}}
    {%- endif -%}
{%- endif -%}
"""
