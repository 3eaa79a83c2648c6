"""Which programs show which feature of a server: the rows of the table."""

from __future__ import annotations

import fnmatch

#: The first row with a pattern that matches a program's name is the program's row.
FEATURES: dict[str, tuple[str, ...]] = {
    "list of models": ("basics/models", "asynchronous/pages"),
    "usage in a stream": ("streaming/usage",),
    "several choices (`n`)": ("*/several_choices",),
    "stop words": ("basics/stop_words",),
    "logprobs": ("basics/logprobs",),
    "extra parameters, headers, query": ("basics/extra_parameters",),
    "thoughts as `reasoning_content`": ("basics/reasoning",),
    "pictures": ("basics/picture",),
    "JSON mode": ("basics/json_mode",),
    "structured output": (
        "basics/json_schema", "structured/*", "streaming/parsed", "asynchronous/helper",
    ),
    "tools": ("tools/loop", "tools/from_pydantic", "asynchronous/tools"),
    "tools in a stream": ("streaming/tool*",),
    "forced tools": ("tools/forced",),
    "errors of the server": ("errors/*",),
    "text completions": ("basics/text_completion",),
    "Responses API": ("responses/*",),
    "embeddings": ("embeddings/*", "*/embeddings"),
    "raw responses": ("client/*raw*", "client/streaming_response", "asynchronous/raw"),
    "streaming": ("streaming/*", "asynchronous/left_early", "asynchronous/streams_at_once"),
    "chat": ("*",),
}  # fmt: skip


def feature_of(program: str) -> str:
    """The row of a program."""
    return next(
        feature
        for feature, patterns in FEATURES.items()
        if any(fnmatch.fnmatch(program, pattern) for pattern in patterns)
    )
