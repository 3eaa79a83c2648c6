"""Libraries that sit on the official SDK, unchanged, on it and on this package.

    python -m compat.libraries [--fast] [NAME ...]

Each library has an environment of its own with a pinned version, and a program in `scenarios/`
that does what its users do, step by step. The program runs three times against the same server
(`model.py`): on the official SDK, under `python -m openai_local run`, and with a crude redirect of
somebody else's (`foreign.py`). Each step must give the same result as on the official SDK, and
send the same requests. What differs on purpose is levelled out in `levelled`, each with its
reason in `known_differences.toml`. A step that fails on the official SDK fails everywhere.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..environments import environment, with_checkout
from ..outcome import Outcome
from .model import BROKEN, ModelServer
from .table import LIBRARIES, Library

HERE = Path(__file__).parent
#: What begins a line that is compared: see `scenarios/steps.py`.
SIGN = "> "
#: Seconds for one run of a scenario.
_LONGEST_RUN = 300

#: How a scenario is run on this package, as the arguments of the interpreter.
WAYS: dict[str, Callable[[str], Sequence[str]]] = {
    "run": lambda scenario: ["-m", "openai_local", "run", scenario],
    "a finder of its own": lambda scenario: [str(HERE / "foreign.py"), "finder", scenario],
    "sys.modules only": lambda scenario: [str(HERE / "foreign.py"), "modules", scenario],
}


class Step(NamedTuple):
    """What came of a step: "returned" or "raised", the value as text, and what was sent."""

    how: str
    value: str
    requests: list[Any]


class Run(NamedTuple):
    """One run of a scenario."""

    steps: dict[str, Step]
    status: int
    #: The end of what it wrote to stderr.
    last_words: str


def play(python: Path, arguments: Sequence[str]) -> Run:
    """Run a scenario against a server of its own."""
    with ModelServer() as server:
        result = subprocess.run(
            [str(python), *arguments],
            env=with_checkout(
                OPENAI_BASE_URL=server.base_url,
                OPENAI_API_KEY="local-key",
                OPENAI_AGENTS_DISABLE_TRACING="1",
                LITELLM_LOCAL_MODEL_COST_MAP="True",
                PYTHONHASHSEED="0",
            ),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_LONGEST_RUN,
            check=False,
        )
        sent = server.steps()
    steps = {}
    for line in result.stdout.split("\n"):
        if line.startswith(f"{SIGN}["):
            name, how, value = json.loads(line.removeprefix(SIGN))
            requests = [levelled_request(request) for request in sent[name]]
            value = levelled(value.replace(server.origin, "http://server"))
            steps[name] = Step(how, value, [request for request in requests if request])
    return Run(steps, result.returncode, result.stderr[-600:])


# -- what differs on purpose -----------------------------------------------------------------

#: Texts that differ on purpose, or from run to run -> what stands for both.
_LEVELLED = (
    # `modules-of-classes`: libraries print the module of a class.
    (r"\bopenai_local\.", "openai."),
    # `causes-in-messages`
    (r"Connection error[.:] [^'\"]*(\.|openai_local doctor)", "Connection error."),
    # `dialect`: embeddings are asked for as floats.
    (r"'encoding_format': '\w+', ", ""),
    # `helper-headers`
    (r"'gen_ai\.headers': \"[^\"]*\", ", ""),
    # Identifiers and times of this run.
    (r"\b(?=[0-9a-f-]*\d)[0-9a-f]{8}[0-9a-f-]*\b", "<id>"),
    (r"\d+\.\d+s\b", "<seconds>"),
)


def levelled(text: str) -> str:
    """The text without what differs on purpose."""
    for pattern, replacement in _LEVELLED:
        text = re.sub(pattern, replacement, text)
    return text


def levelled_request(request: Any) -> tuple[Any, ...] | None:
    """What is compared of a request; None if it isn't.

    A connection that breaks at once was an idle one (`stale-connections`): how often it was tried
    is not compared.
    """
    headers = {name: request.headers.get(name) for name in ("authorization", "x-app")}
    body: Any = len(request.body)
    if request.body.startswith(b"{"):
        fields = request.json()
        if fields.get("model") == BROKEN:
            return None
        # `dialect`; and `stream: false` means the same as nothing.
        if request.path.endswith("/embeddings"):
            fields.pop("encoding_format", None)
        # `dialect`: both names of the limit are sent, and "developer" as "system".
        if "max_completion_tokens" in fields:
            fields.pop("max_tokens", None)
        for message in fields.get("messages") or fields.get("input") or ():
            if isinstance(message, dict) and message.get("role") == "developer":
                message["role"] = "system"
        if fields.get("stream") is False:
            del fields["stream"]
        body = levelled(json.dumps(fields, sort_keys=True))
    elif request.body:
        body = "form"
    return request.method, request.path, headers, body


# -- comparing -------------------------------------------------------------------------------


def differences(official: Run, ours: Run) -> Iterator[str]:
    """One line for each step that is not as on the official SDK."""
    for name, wanted in official.steps.items():
        found = ours.steps.get(name)
        if found is None:
            yield f"{name}: not reached; {ours.last_words.strip().rpartition(chr(10))[2]}"
        elif wanted.how == "raised":
            yield f"{name}: raises on the official SDK: {wanted.value}"
        elif found[:2] != wanted[:2]:
            yield f"{name}: {_apart(wanted.value, found.value, found.how)}"
        elif found.requests != wanted.requests:
            yield f"{name}: sent {_apart(str(wanted.requests), str(found.requests), '')}"
    if official.status == 0 != ours.status:
        yield f"exit status {ours.status}: {ours.last_words.strip().rpartition(chr(10))[2]}"


def _apart(wanted: str, found: str, how: str) -> str:
    """Both texts, from a little before where they part."""
    pairs = enumerate(zip(wanted, found))
    place = next((i for i, (one, other) in pairs if one != other), min(len(wanted), len(found)))
    start = max(0, place - 40)
    return f"official {wanted[start : start + 160]!r} | ours {how} {found[start : start + 160]!r}"


def try_library(name: str, library: Library, *, fast: bool) -> Outcome:
    """All runs of a library's scenario, as one row."""
    python = environment(name, library.packages)
    scenario = str(HERE / "scenarios" / f"{library.scenario}.py")
    official = play(python, [scenario])
    notes = []
    passed = 0
    if not official.steps:
        notes.append(f"{name}: no step on the official SDK; {official.last_words}")
    for way, arguments in list(WAYS.items())[: 1 if fast else None]:
        ours = play(python, arguments(scenario))
        found = list(differences(official, ours))
        notes += [f"{name}, {way}: {line}" for line in found]
        passed += max(0, len(official.steps) - len(found))
    against = f"{library.requirements[0]}, openai {library.official}"
    return Outcome("libraries", against, passed, len(notes), 0, tuple(notes))


def run(*, fast: bool, names: Sequence[str] = ()) -> Iterator[Outcome]:
    """See `compat.outcome`. Fast: the five best known, under `run` only.

    One row for each library; `passed` counts steps, over all ways to run them.
    """
    for name, library in LIBRARIES.items():
        if name in names or (not names and (library.is_fast or not fast)):
            yield try_library(name, library, fast=fast)
