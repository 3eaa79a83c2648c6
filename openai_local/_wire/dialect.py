"""Where local servers speak another dialect than the official API: one rule for each difference.

Most rules hold from the start. Some servers refuse what others need, so the other rules wait for
a refusal: then the request is sent once more in other words, which is no retry, and what was
accepted is remembered for that server. A rule never asks for less than the program did.

The rules change parameters that were made plain for sending, never the program's own objects.
Each is logged at INFO the first time a client applies it; `OpenAI(dialect=False)` turns all off.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from .._log import log
from .truncation import cut_prompt

if TYPE_CHECKING:
    from .._http import URL, RequestBody, Response

#: Statuses by which servers refuse a request for how it is put; the second is FastAPI's.
REFUSALS = (400, 422)


class Rule(NamedTuple):
    """One difference between the official API and what local servers take."""

    #: What is done and why, for the log.
    what: str
    #: Changes the parameters in place; False if there was nothing to change.
    apply: Callable[[dict[str, Any]], bool]
    #: Pattern of the refusal that the rule waits for, in the server's words; None: it always holds.
    #: It is compiled when a server refuses something: at import, that would cost every program.
    refusal: str | None = None


class Dialect:
    """What a client and its copies have learnt of their servers, and what they have logged.

    Threads may share it: it holds dicts, which only ever gain keys.
    """

    def __init__(self) -> None:
        self._software: dict[str, str] = {}
        self._accepted: dict[tuple[str, str], bool] = {}
        self._said: dict[str, object] = {}

    def hear(self, response: Response) -> None:
        """Remember which software has answered."""
        self._software[response.url.origin] = response.headers.get("server", "")

    def is_llama_server(self, url: URL) -> bool:
        """True if llama-server has answered there before."""
        return self._software.get(url.origin) == "llama.cpp"

    def knows(self, rule: Rule, url: URL) -> bool:
        """True if the server of `url` takes what the rule makes of a request, and only that."""
        return bool(self._accepted) and (rule.what, url.origin) in self._accepted

    def remember(self, rule: Rule, url: URL) -> None:
        self._accepted[rule.what, url.origin] = True

    def say_once(self, text: str, *, about: str = "", is_warning: bool = False) -> None:
        """Log `text`, unless this client has said it, or something `about` the same, before."""
        mine = object()
        # One atomic step: of several threads only one sees its own object come back.
        if self._said.setdefault(about or text, mine) is mine:
            say = log().warning if is_warning else log().info
            say("%s", text)


class Wording:
    """The parameters of one call in words that its server takes; `body` is what to send."""

    def __init__(
        self,
        dialect: Dialect,
        rules: tuple[Rule, ...],
        url: URL,
        params: dict[str, Any],
        encode: Callable[[], RequestBody],
    ) -> None:
        """Apply to `params`, in place, the rules that hold; `encode` makes a body of them."""
        self._dialect = dialect
        self._url = url
        self._params = params
        self._encode = encode
        self._waiting: list[Rule] = []
        self._tried: list[Rule] = []
        for rule in rules:
            if rule.refusal is None or dialect.knows(rule, url):
                self._apply(rule)
            else:
                self._waiting.append(rule)
        self.body = encode()

    def reword(self, response: Response) -> bool:
        """After a refusal: put another body in place, or return False if there is none."""
        for rule in self._waiting:
            if rule.refusal and re.search(rule.refusal, response.text.lower(), re.DOTALL):
                self._waiting.remove(rule)
                if self._apply(rule):
                    self._tried.append(rule)
                    self.body = self._encode()
                    return True
                break
        return False

    def was_answered(self, response: Response) -> None:
        """Learn from an answer: what a server took, it is told at once from now on."""
        self._dialect.hear(response)
        if response.is_success:
            for rule in self._tried:
                self._dialect.remember(rule, self._url)

    def check_usage(self, answer: dict[str, Any]) -> None:
        """Warn, once per model, if the answer shows that its prompt was cut."""
        if warning := cut_prompt(answer, self._params):
            about = f"cut prompt: {answer.get('model')}"
            self._dialect.say_once(warning, about=about, is_warning=True)

    def _apply(self, rule: Rule) -> bool:
        is_changed = rule.apply(self._params)
        if is_changed:
            self._dialect.say_once(f"{rule.what} (OpenAI(dialect=False): never)")
        return is_changed


# -- rules that hold from the start ----------------------------------------------------------


def _developer_as_system(name: str) -> Callable[[dict[str, Any]], bool]:
    def apply(params: dict[str, Any]) -> bool:
        messages = params.get(name)
        if not isinstance(messages, list):
            return False
        to_change = [m for m in messages if isinstance(m, dict) and m.get("role") == "developer"]
        for message in to_change:
            message["role"] = "system"
        return bool(to_change)

    return apply


def _add_max_tokens(params: dict[str, Any]) -> bool:
    limit = params.get("max_completion_tokens")
    if limit is None or "max_tokens" in params:
        return False
    params["max_tokens"] = limit
    return True


def _drop_stream_options(params: dict[str, Any]) -> bool:
    if params.get("stream") or params.get("stream_options") is None:
        return False
    del params["stream_options"]
    return True


def _ask_for_floats(params: dict[str, Any]) -> bool:
    if params.get("encoding_format") is not None:
        return False
    params["encoding_format"] = "float"
    return True


# -- rules that wait for a refusal -----------------------------------------------------------


def _drop_one_limit(name: str, other: str) -> Callable[[dict[str, Any]], bool]:
    def apply(params: dict[str, Any]) -> bool:
        if params.get(name) is None or params[name] != params.get(other):
            return False
        del params[name]
        return True

    return apply


def _refused_field(name: str) -> str:
    """Words that refuse the field itself, as "Extra inputs are not permitted" does.

    Not its value: vLLM's "max_tokens=5000 cannot be greater than max_model_len=1024".
    """
    field = rf"(?<![a-z_]){name}(?![a-z_])"
    before = "unexpected|unrecognized|unknown|unsupported|extra|invalid (?:field|param)"
    after = "not permitted|not supported|not allowed|unsupported|unexpected|at the same time"
    return rf"(?:{before}).{{0,80}}{field}|{field}.{{0,80}}(?:{after})"


def _json_object_as_schema(params: dict[str, Any]) -> bool:
    wanted = params.get("response_format")
    if not isinstance(wanted, dict) or wanted.get("type") != "json_object":
        return False
    # Any object: exactly what "json_object" means.
    schema = {"name": "json_object", "schema": {"type": "object"}}
    params["response_format"] = {"type": "json_schema", "json_schema": schema}
    return True


def _named_tool_as_only_tool(params: dict[str, Any]) -> bool:
    choice, tools = params.get("tool_choice"), params.get("tools")
    name = _name_of(choice)
    named = [tool for tool in tools if _name_of(tool) == name] if isinstance(tools, list) else []
    if name is None or not named:
        return False
    # With the other tools in the request, "required" would leave the choice to the model.
    params["tools"] = named
    params["tool_choice"] = "required"
    return True


def _name_of(tool: Any) -> Any:
    """The name in {"type": "function", "function": {"name": ...}}: a tool, or the choice of one."""
    function = tool.get("function") if isinstance(tool, dict) else None
    return function.get("name") if isinstance(function, dict) else None


_STREAM_OPTIONS = Rule(
    "`stream_options` is left out of requests that ask for no stream: vLLM refuses it there",
    _drop_stream_options,
)

#: What `create()`, `parse()` and `stream()` of chat completions send.
CHAT_RULES = (
    Rule(
        'The role "developer" is sent as "system": most chat templates know no other',
        _developer_as_system("messages"),
    ),
    Rule(
        "`max_completion_tokens` is sent as `max_tokens`, too: Ollama, LM Studio and others "
        "read no other limit",
        _add_max_tokens,
    ),
    _STREAM_OPTIONS,
    Rule(
        "`max_tokens` is not added to `max_completion_tokens`: the server refuses it",
        _drop_one_limit("max_tokens", "max_completion_tokens"),
        _refused_field("max_tokens"),
    ),
    Rule(
        "`max_completion_tokens` is sent as `max_tokens` alone: the server refuses it",
        _drop_one_limit("max_completion_tokens", "max_tokens"),
        _refused_field("max_completion_tokens"),
    ),
    Rule(
        'The response_format "json_object" is sent as a "json_schema" of any object: the server '
        "refuses the former",
        _json_object_as_schema,
        # LM Studio: 'response_format.type' must be 'json_schema' or 'text'
        "response_format.{0,120}json_schema",
    ),
    Rule(
        'A `tool_choice` that names a tool is sent as "required" with that tool alone: the '
        "server refuses objects",
        _named_tool_as_only_tool,
        # LM Studio: Invalid tool_choice type: 'object'. Supported string values: none, ...
        "tool_choice.{0,120}string",
    ),
)
#: For the API before chat.
COMPLETION_RULES = (_STREAM_OPTIONS,)
RESPONSE_RULES = (
    Rule(
        'The role "developer" in `input` is sent as "system": most chat templates know no other',
        _developer_as_system("input"),
    ),
    _STREAM_OPTIONS,
)
EMBEDDING_RULES = (
    Rule(
        "Embeddings are asked for as floats: several servers can't send base64",
        _ask_for_floats,
    ),
)
