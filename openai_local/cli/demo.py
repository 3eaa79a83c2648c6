"""``demo``: starts a real llama-server on this machine and runs an OpenAI program against it.

Rule of this file: everything it starts or writes is gone when it ends.
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ..testing import picture, tiny_model
from ..testing.llama_server import LlamaServer, LlamaServerError, MissingLlamaServer
from . import CommandError, tolerate_any_console

_PORT = 8080  # where a client without a base_url looks
_PROGRAM = Path(__file__).with_name("demo_program.py")
_LOAD_WAIT = 600.0  # seconds; a big model on a slow disk takes minutes
_NEVER_SENT = ("OPENAI_API_KEY", "OPENAI_LOCAL_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID")


class _Cast(NamedTuple):
    """The files that the demo plays with."""

    model: Path
    mmproj: Path | None
    image: Path | None
    about: str
    threads: int


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to those of ``python -m openai_local``."""
    parser = commands.add_parser(
        "demo",
        help="see it work: a real local server, a program, its answers",
        description="Starts a real llama-server on 127.0.0.1 with a tiny model that comes with "
        "this package, and runs an ordinary OpenAI program against it. Needs no network, no key.",
    )
    parser.add_argument("--model", type=Path, metavar="FILE.gguf", help="a model of yours")
    parser.add_argument("--mmproj", type=Path, metavar="FILE", help="its vision projector")
    parser.add_argument("--image", type=Path, metavar="FILE", help="a picture to ask about")
    parser.add_argument("--port", type=int, help=f"default: {_PORT}, or a free one if it is in use")
    parser.add_argument("--serve", action="store_true", help="keep the server until Ctrl-C")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run the demo. Returns the exit code; CommandError where a file or the server is missing."""
    tolerate_any_console()
    with tempfile.TemporaryDirectory(prefix="openai-local-demo-") as folder:
        cast = _cast(arguments, Path(folder))
        server = _started(cast, arguments.port)
        try:
            _introduce(server, cast)
            _run_program(server.base_url, cast.image)
            return _serve(server) if arguments.serve else _say_what_next()
        finally:
            server.stop()


def _cast(arguments: argparse.Namespace, folder: Path) -> _Cast:
    for path in (arguments.model, arguments.mmproj, arguments.image):
        if path is not None and not path.is_file():
            raise CommandError(f"no such file: {path}")
    if arguments.mmproj and not arguments.model:
        raise CommandError("--mmproj goes with --model; the tiny model has its own")
    image = arguments.image
    if image is None:
        image = folder / "picture.png"
        picture.write_png(image)
    if arguments.model:
        image = image if arguments.mmproj else None
        # Half of the logical processors: these are the real ones on most machines.
        threads = max(1, (os.cpu_count() or 2) // 2)
        return _Cast(arguments.model, arguments.mmproj, image, str(arguments.model), threads)
    chat, projector = folder / "tiny-chat.gguf", folder / "tiny-projector.gguf"
    tiny_model.write_tiny_chat(chat)
    tiny_model.write_tiny_projector(projector)
    size = (chat.stat().st_size + projector.stat().st_size) / 1e6
    about = f"a tiny one, written just now ({size:.1f} MB); it knows one sentence"
    return _Cast(chat, projector, image, about, threads=1)


def _started(cast: _Cast, port: int | None) -> LlamaServer:
    """The server, on the wanted port, or if nobody wished for one on the usual or a free one."""
    try:
        if port is not None:
            return _server(cast, port).start()
        try:
            return _server(cast, _PORT).start()
        except OSError:
            print(f"Port {_PORT} is in use, so the system chooses another one.\n")
            return _server(cast, None).start()
    except MissingLlamaServer as error:
        raise CommandError(str(error)) from None
    except LlamaServerError as error:
        raise CommandError(f"llama-server can't serve {cast.model}: {error.reason}") from None
    except (OSError, OverflowError) as error:
        raise CommandError(f"can't listen on port {port}: {error}") from None


def _server(cast: _Cast, port: int | None) -> LlamaServer:
    return LlamaServer(
        cast.model,
        mmproj=cast.mmproj,
        port=port,
        context=4096,
        slots=1,
        alias=cast.model.stem,
        settings={
            "cpuparams.n_threads": cast.threads,
            "cpuparams_batch.n_threads": cast.threads,
        },
        wait=_LOAD_WAIT,
    )


def _introduce(server: LlamaServer, cast: _Cast) -> None:
    print("the server:  llama-server (llama.cpp), started just now, on this machine only")
    print(f"the address: {server.base_url}")
    print(f"the model:   {cast.about}")
    if cast.image:
        print(f"the picture: {cast.image}")
    else:
        print("the picture: none, since a model needs --mmproj FILE to see")
    print(f"the program: {_PROGRAM}\n", flush=True)


def _run_program(base_url: str, image: Path | None) -> None:
    """Run the program as ``python demo_program.py IMAGE`` would."""
    arguments = [str(_PROGRAM), *([str(image)] if image else [])]
    try:
        with _as_if_alone(arguments, {"OPENAI_BASE_URL": base_url}):
            runpy.run_path(str(_PROGRAM), run_name="__main__")
    except Exception as error:
        raise CommandError(f"the program ended with {type(error).__name__}: {error}") from error


@contextmanager
def _as_if_alone(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[None]:
    """Give the program its own arguments and environment, without anybody's keys."""
    old_arguments, old_environment = sys.argv, dict(os.environ)
    sys.argv = list(arguments)
    for name in _NEVER_SENT:
        os.environ.pop(name, None)
    os.environ.update(environment)
    try:
        yield
    finally:
        sys.argv = old_arguments
        os.environ.clear()
        os.environ.update(old_environment)


def _serve(server: LlamaServer) -> int:
    print(f"\nThe server stays until Ctrl-C: OPENAI_BASE_URL={server.base_url}", flush=True)
    while server.alive:
        time.sleep(0.2)
    raise CommandError("the server ended")


def _say_what_next() -> int:
    print(
        """
What to try next:
  python -m openai_local demo --serve              the server stays, for programs of your own
  python -m openai_local demo --model FILE.gguf    a model that knows more than one sentence
  In a program of yours: from openai_local import OpenAI"""
    )
    return 0
