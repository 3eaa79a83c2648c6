"""The half of `compat.replay` that runs under either SDK: plays one side and describes it.

Started as `python child.py PACKAGE` by an interpreter that has PACKAGE, which is `openai`
or `openai_local`. Reads one JSON line per case, `{"base_url": ..., "stream": ...}`, and writes one
JSON line for each: the objects that the call gave, described, and the exception that ended it.
Nothing but the standard library and PACKAGE is imported.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

MESSAGES = [{"role": "user", "content": "Hello"}]

MISSING = "<missing>"

#: What programs read, tried on every object.
READS = """
id object model created system_fingerprint service_tier usage _request_id timings no_such_field
usage.prompt_tokens usage.completion_tokens usage.total_tokens
usage.prompt_tokens_details.cached_tokens usage.completion_tokens_details.reasoning_tokens
choices.0.index choices.0.finish_reason choices.0.logprobs choices.0.text
choices.0.logprobs.content.0.token choices.0.logprobs.content.0.top_logprobs.0.bytes
choices.0.message.role choices.0.message.content choices.0.message.refusal
choices.0.message.audio choices.0.message.annotations choices.0.message.function_call
choices.0.message.reasoning choices.0.message.reasoning_content choices.0.message.tool_calls
choices.0.message.tool_calls.0.id choices.0.message.tool_calls.0.type
choices.0.message.tool_calls.0.function.name choices.0.message.tool_calls.0.function.arguments
choices.0.delta.role choices.0.delta.content choices.0.delta.refusal
choices.0.delta.reasoning choices.0.delta.reasoning_content choices.0.delta.tool_calls
choices.0.delta.tool_calls.0.index choices.0.delta.tool_calls.0.id
choices.0.delta.tool_calls.0.function.name choices.0.delta.tool_calls.0.function.arguments
""".split()  # noqa: SIM905 - a list of forty strings is no easier to read

ERROR_ATTRIBUTES = ("message", "status_code", "code", "type", "param", "body", "request_id")


def main() -> None:
    package = importlib.import_module(sys.argv[1])
    answers = sys.stdout
    # Whatever a library prints must not come between the answers.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        case = json.loads(line)
        outcome = play(package, case["base_url"], stream=case["stream"])
        answers.write(json.dumps(outcome, default=repr) + "\n")
        answers.flush()


def play(package: Any, base_url: str, *, stream: bool) -> dict[str, Any]:
    """Make one call; describe the objects that it gave and the error it ended with."""
    options: dict[str, Any] = {"base_url": base_url, "api_key": "replay", "max_retries": 0}
    if "load_timeout" in inspect.signature(package.OpenAI).parameters:
        options["load_timeout"] = 0
    objects: list[Any] = []
    error = None
    with package.OpenAI(timeout=20, **options) as client:
        try:
            answer = client.chat.completions.create(
                model="replay", messages=MESSAGES, stream=stream
            )
            if stream:
                # One by one: what came before an exception counts, too.
                for chunk in answer:
                    objects.append(chunk)  # noqa: PERF402
            else:
                objects.append(answer)
        except Exception as raised:  # noqa: BLE001 - whatever it is, it is described
            error = describe_error(raised)
    described = [describe(item) for item in objects]
    return {"version": package.__version__, "objects": described, "error": error}


def describe(item: Any) -> dict[str, Any]:
    """Everything that a program can see of one object."""
    if not hasattr(item, "model_dump"):
        return {"class": type(item).__name__, "repr": repr(item)}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        dump = attempt(item.model_dump)
        json_text = attempt(item.model_dump_json)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            "class": class_name(item),
            "dump": dump,
            "json": json_text,
            "warnings": sorted({type(warning.message).__name__ for warning in caught}),
            "unset": attempt(lambda: item.model_dump(exclude_unset=True)),
            "to_dict": attempt(item.to_dict),
            "repr": attempt(lambda: repr(item)),
            "types": attempt(lambda: dict(types_in(item, ""))),
            "extra": attempt(lambda: {path: m.model_extra for path, m in models_in(item, "")}),
            "set": attempt(lambda: dict.fromkeys(set_in(item), "set")),
            "reads": {path: read(item, path) for path in READS},
        }


def attempt(function: Callable[[], Any]) -> Any:
    try:
        return function()
    except Exception as error:  # noqa: BLE001 - a method that fails is a difference like any other
        return f"<raises {type(error).__name__}>"


def class_name(item: Any) -> str:
    """Module and name, without the package's own name in front."""
    cls = type(item)
    if not hasattr(item, "model_dump"):
        return cls.__qualname__
    return f"{cls.__module__.partition('.')[2]}.{cls.__qualname__}"


def types_in(item: Any, path: str) -> Iterator[tuple[str, str]]:
    """The type of every value, at every depth."""
    yield path, class_name(item)
    for name, value in parts_of(item):
        yield from types_in(value, f"{path}.{name}")


def models_in(item: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every model, at every depth."""
    if hasattr(item, "model_dump"):
        yield path, item
    for name, value in parts_of(item):
        yield from models_in(value, f"{path}.{name}")


def set_in(item: Any) -> Iterator[str]:
    """The path of every field that was set, at every depth."""
    for path, model in models_in(item, ""):
        for name in sorted(model.model_fields_set):
            yield f"{path}.{name}"


def parts_of(item: Any) -> Iterator[tuple[Any, Any]]:
    if hasattr(item, "model_dump"):
        # Its iteration, as the official SDK's objects have it: pairs of name and value.
        yield from item
    elif isinstance(item, dict):
        yield from item.items()
    elif isinstance(item, list):
        yield from enumerate(item)


def read(item: Any, path: str) -> str:
    """What `item.choices[0].…` gives, as text, or the exception that it raises."""
    try:
        for name in path.split("."):
            item = item[int(name)] if name.isdigit() else getattr(item, name)
    except Exception as error:  # noqa: BLE001 - which one it is matters
        return f"<raises {type(error).__name__}>"
    # What is inside is compared elsewhere; a method's repr has its address.
    if hasattr(item, "model_dump") or isinstance(item, list) or callable(item):
        return class_name(item)
    return repr(item)


def describe_error(error: Exception) -> dict[str, Any]:
    """What an `except` clause has to go by."""
    names = [cls.__name__ for cls in type(error).__mro__ if cls.__module__ != "builtins"]
    attributes = {name: getattr(error, name, MISSING) for name in ERROR_ATTRIBUTES}
    return {"class": type(error).__name__, "bases": names, "str": str(error), **attributes}


if __name__ == "__main__":
    main()
