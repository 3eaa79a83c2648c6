"""``doctor``: which server answers, how well, and what is in a program's way.

Rule of this file: it only arranges, for people or as JSON, what ``checkup`` and ``traps`` found.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from .._exceptions import OpenAIError
from .._wire.request import base_url_of
from .._wire.servers import Model, Server
from . import CommandError, tolerate_any_console, traps
from .checkup import Checkup, examine, versions
from .traps import problem

#: Seconds for everything. What is known by then is reported.
_PATIENCE: Final = 14.0

_EPILOG = """\
exit codes:
  0  all is well (there may be notes)
  1  there are problems
  2  wrong usage

--json prints one object with these keys, in every case:
  ok           true if there are no problems
  base_url     where requests go; base_url_from says why there
  key_from     where the key is from, null if there is none; keys are never shown
  server       {"name", "version"}, null if nothing answers; "name" is null if unknown
  models       [{"id", "context", "is_loaded", "vision", "audio", "tools", "embeddings", "chat"}],
               null for what the server does not say; "context" in tokens
  stream       {"model", "first_token_seconds", "tokens", "tokens_per_second"}, or null
  others       other servers on this machine: [{"name", "base_url"}]; looked for only if
               nothing answers at base_url
  findings     [{"code", "level", "message", "advice"}]; level is "problem" or "note"
  versions     {"openai_local", "python", "requests", "urllib3"}
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of ``python -m openai_local``."""
    parser = commands.add_parser(
        "doctor",
        help="find out which server answers, and what is wrong",
        description="Says which server answers where a program would ask, what it can do and how "
        "fast, and what stands in the way, with what to do about it. Changes nothing, and is done "
        "in 15 seconds at most.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--base-url",
        type=_checked_url,
        metavar="URL",
        help="default: OPENAI_BASE_URL, or http://127.0.0.1:8080/v1",
    )
    parser.add_argument(
        "--api-key", metavar="KEY", help="default: OPENAI_LOCAL_API_KEY or OPENAI_API_KEY"
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="the model of your program; a server that loads models on demand loads it",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def _checked_url(text: str) -> str:
    try:
        return base_url_of(text)
    except OpenAIError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(arguments: argparse.Namespace) -> int:
    """Print the report. Returns 0 if all is well, else 1."""
    tolerate_any_console()
    checkup = Checkup(
        traps.address_of(arguments.base_url, os.environ),
        traps.key_of(arguments.api_key, os.environ),
    )
    with _quiet_log():
        _examine_within(_PATIENCE, checkup, arguments)
    print(json.dumps(as_json(checkup)) if arguments.json else as_text(checkup))
    return 0 if checkup.is_well else 1


def _examine_within(seconds: float, checkup: Checkup, arguments: argparse.Namespace) -> None:
    """Look as long as that and no longer.

    Timeouts bound each wait; only a thread that is left behind bounds a slow resolver, or a
    server that goes on sending a byte at a time.
    """
    mistakes: list[Exception] = []

    def look() -> None:
        try:
            examine(checkup, arguments.api_key, arguments.model)
        except Exception as error:  # noqa: BLE001 - said below, in this thread
            mistakes.append(error)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(seconds)
    if mistakes:
        error = mistakes[0]
        raise CommandError(f"doctor itself failed: {type(error).__name__}: {error}") from error
    if thread.is_alive():
        checkup.add(
            problem(
                "too-slow",
                f"not all could be found out within {seconds:g} s",
                "name resolution or the server is very slow",
            )
        )


@contextmanager
def _quiet_log() -> Iterator[None]:
    """What the client would say on the log is in the report."""
    log, silence = logging.getLogger("openai_local"), logging.NullHandler()
    log.addHandler(silence)
    try:
        yield
    finally:
        log.removeHandler(silence)


# -- as JSON


def as_json(checkup: Checkup) -> dict[str, Any]:
    """The report as one object; its keys are described in ``--help``."""
    server = checkup.server
    return {
        "ok": checkup.is_well,
        "base_url": traps.shown(checkup.base_url.value),
        "base_url_from": checkup.base_url.origin,
        "key_from": checkup.key.origin if checkup.key.value else None,
        "server": server and {"name": server.name or None, "version": server.version},
        "models": [model._asdict() for model in server.models] if server else [],
        "stream": checkup.speed and checkup.speed._asdict(),
        "others": [{"name": each.name, "base_url": each.base_url} for each in checkup.others],
        "findings": [finding._asdict() for finding in checkup.findings],
        "versions": versions(),
    }


# -- for people

_MOST_MODELS: Final = 12
_WIDTH: Final = 100


def as_text(checkup: Checkup) -> str:
    """The report in plain lines: a table of facts, then what there is to say."""
    return "\n".join([*_facts(checkup), "", *_findings(checkup), _verdict(checkup)])


def _facts(checkup: Checkup) -> Iterator[str]:
    yield _row("versions", ", ".join(f"{name} {v}" for name, v in versions().items()))
    yield _row("address", f"{traps.shown(checkup.base_url.value)} ({checkup.base_url.origin})")
    yield _row("key", f"from {checkup.key.origin}" if checkup.key.value else "none")
    if checkup.server is None:
        yield _row("server", "no answer")
    else:
        yield from _about_server(checkup.server)
    if checkup.speed is not None:
        speed = checkup.speed
        rate = speed.tokens_per_second
        per_second = f", then {rate:,.0f} tokens per second" if rate else ""
        yield _row("speed", f"first token after {speed.first_token_seconds:.3f} s{per_second}")
    for index, other in enumerate(checkup.others):
        sure = "looks like" if other.has_answered else "silent, the usual port of"
        yield _row("elsewhere" if index == 0 else "", f"{other.base_url} ({sure} {other.name})")


def _about_server(server: Server) -> Iterator[str]:
    yield _row("server", " ".join(filter(None, (server.name or "of unknown kind", server.version))))
    shown = server.models[:_MOST_MODELS]
    for index, model in enumerate(shown):
        yield _row("models" if index == 0 else "", _about_model(model))
    if len(server.models) > len(shown):
        yield _row("", f"and {len(server.models) - len(shown)} more")


def _about_model(model: Model) -> str:
    words = [f"context {model.context:,}"] if model.context else []
    abilities = ("chat", "vision", "audio", "tools", "embeddings")
    words += [name for name in abilities if getattr(model, name)]
    words += [f"no {name}" for name in abilities if getattr(model, name) is False]
    if model.is_loaded is not None:
        words.append("loaded" if model.is_loaded else "not loaded")
    name = model.id if len(model.id) <= _WIDTH else f"{model.id[:_WIDTH]}..."
    return f"{name}: {', '.join(words)}" if words else name


def _findings(checkup: Checkup) -> Iterator[str]:
    ordered = sorted(checkup.findings, key=lambda finding: finding.level != "problem")
    for finding in ordered:
        yield _row("PROBLEM" if finding.level == "problem" else "note", f"{finding.message}.")
        if finding.advice:
            yield _row("", f"-> {finding.advice}")
    if ordered:
        yield ""


def _verdict(checkup: Checkup) -> str:
    count = sum(finding.level == "problem" for finding in checkup.findings)
    if not count:
        return "All is well."
    return "There is one problem." if count == 1 else f"There are {count} problems."


def _row(name: str, text: str) -> str:
    clean = "".join(c if c.isprintable() else "?" for c in text)
    return textwrap.fill(
        clean,
        _WIDTH,
        initial_indent=f"{name:<10}",
        subsequent_indent=" " * 10,
        break_long_words=False,
        break_on_hyphens=False,
    )
