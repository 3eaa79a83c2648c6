"""Runs the real llama-server, as the ``xllamacpp`` wheel contains it, in a child process.

Rule of this file: a server never outlives the program that started it, and listens on
127.0.0.1 only. The file is both sides: ``LlamaServer`` in the parent, ``_serve`` in the child.

The child reads its settings as one line of JSON from its standard input (so that an API key
shows in no process list), says ``{"port": N}`` on its standard output when it answers
requests, and ends when its standard input does. It is run by its path and imports nothing of
the package, so that it starts wherever the parent found the package.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Self

_HOST = "127.0.0.1"
_STOP_WAIT = 5.0  # seconds between asking and killing
_STDERR_TAIL = 4_000  # bytes of the child's last words that an error quotes


class MissingLlamaServer(RuntimeError):
    """``xllamacpp`` is not installed, or can't be loaded. The text says what to install."""

    def __init__(self, trouble: str = "") -> None:
        """``trouble``: why it can't be loaded; empty if it isn't there."""
        super().__init__(
            f"the package xllamacpp can't be loaded: {trouble}; install what is named there "
            "(libgomp.so.1 comes with the system's package libgomp1 or libgomp)"
            if trouble
            else "the demo server needs the package xllamacpp: pip install 'openai-local[demo]'"
        )


class LlamaServerError(RuntimeError):
    """The server ended while it loaded, or took too long. ``reason``: why, in one line."""

    def __init__(self, what: str, log: str) -> None:
        super().__init__(f"{what}; it said last:\n{log}" if log else what)
        lines = log.splitlines() or [what]
        # llama.cpp marks its errors so; the first one is the cause of the others.
        errors = [line.partition(" E ")[2] for line in lines if " E " in line]
        self.reason = (errors or lines[-1:])[0].strip()


class LlamaServer:
    """The real llama-server with one model, while a ``with`` block or start/stop lasts.

        with LlamaServer("tiny.gguf") as server:
            client = OpenAI(base_url=server.base_url)

    ``port``: None lets the system choose. ``context``: tokens for each slot; ``slots``: requests
    served at the same time. ``embeddings``: serve embeddings (mean of the tokens) instead of chat.
    ``settings``: any other attribute of ``xllamacpp.CommonParams`` under its dotted name, as
    ``{"sampling.temp": 0.0}`` (``pooling_type`` by its name, as "last"); they win over the
    parameters, but the host stays 127.0.0.1. ``wait``: seconds that loading may take.

    One thread computes: in tests on a shared machine the threads of llama.cpp would spin while
    they wait for each other. ``settings={"cpuparams.n_threads": 8}`` is for real models.
    """

    def __init__(
        self,
        model: str | os.PathLike[str],
        *,
        mmproj: str | os.PathLike[str] | None = None,
        port: int | None = None,
        api_key: str | None = None,
        context: int = 2048,
        slots: int = 2,
        alias: str | None = None,
        embeddings: bool = False,
        settings: Mapping[str, object] | None = None,
        wait: float = 60.0,
    ) -> None:
        self._port_wanted = port
        self._wait = wait
        self._settings: dict[str, object] = {
            "model.path": _existing(model),
            "port": port or 0,
            "n_ctx": context * slots,
            "n_parallel": slots,
            "embedding": embeddings,
        }
        if mmproj is not None:
            self._settings["mmproj.path"] = _existing(mmproj)
        if api_key is not None:
            self._settings["api_keys"] = [api_key]
        if alias is not None:
            self._settings["model_alias"] = [alias]
        self._settings.update(settings or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None
        self._port: int | None = None

    @property
    def port(self) -> int:
        """The port that it listens on. RuntimeError while it isn't started, as for all below."""
        if self._port is None:
            raise RuntimeError("the server is not started")
        return self._port

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:PORT``: for /health, /props, /slots."""
        return f"http://{_HOST}:{self.port}"

    @property
    def base_url(self) -> str:
        """``http://127.0.0.1:PORT/v1``: what an OpenAI client takes."""
        return f"{self.origin}/v1"

    @property
    def pid(self) -> int:
        """The process id of the server."""
        if self._process is None:
            raise RuntimeError("the server is not started")
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Start it, and return when it answers requests.

        Raises OSError if the wanted port is taken, MissingLlamaServer, and LlamaServerError (a
        RuntimeError) with the child's last words if it ends, or isn't ready within ``wait``.
        """
        if self._process is not None:
            raise RuntimeError("the server is already started")
        if self._port_wanted is not None:
            _check_free(self._port_wanted)
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        self._process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
        )
        try:
            self._port = self._told_port(self._process)
        except BaseException:
            self.kill()
            raise
        return self

    def stop(self) -> None:
        """End it: SIGTERM, and SIGKILL if it is still there after 5 seconds. Safe to repeat."""
        if self._process is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_WAIT)
            self.kill()

    def kill(self) -> None:
        """End it at once with SIGKILL, as a crash would. Safe to repeat."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process = self._port = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def _told_port(self, process: subprocess.Popen[bytes]) -> int:
        """Hand the child its settings and wait for what it says."""
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # it died: the answer says so
            process.stdin.write(json.dumps(self._settings).encode() + b"\n")
            process.stdin.flush()
        answer = _line_within(process.stdout, self._wait)
        if answer is None:
            raise LlamaServerError(
                f"llama-server not ready after {self._wait:g} s", self._last_words()
            )
        if not answer:
            process.wait()
            raise LlamaServerError("llama-server did not start", self._last_words())
        said = json.loads(answer)
        if "port" not in said:
            raise MissingLlamaServer(said["trouble"])
        return int(said["port"])

    def _last_words(self) -> str:
        assert self._stderr is not None
        size = self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, size - _STDERR_TAIL))
        return self._stderr.read().decode(errors="replace").strip()


def _existing(path: str | os.PathLike[str]) -> str:
    """The path as llama.cpp gets it. A missing file is worth a Python error, early."""
    found = Path(path).resolve()
    if not found.is_file():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(path))
    return str(found)


def _check_free(port: int) -> None:
    """Raise OSError if something listens on the port.

    The server itself would only say so in its log. The probe never listens: a client that waits
    for the server would be connected to it, and cut off.
    """
    with socket.socket() as probe:
        if os.name == "posix":  # elsewhere the option means "share the port"
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((_HOST, port))


def _line_within(pipe: IO[bytes], seconds: float) -> bytes | None:
    """The next line, empty at the end of the pipe, or None if the time is over.

    A thread waits for it, since Windows cannot select on pipes.
    """
    lines: list[bytes] = []

    def read() -> None:
        with contextlib.suppress(ValueError, OSError):  # closed meanwhile
            lines.append(pipe.readline())

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    thread.join(seconds)
    return lines[0] if lines else None


# -- the child


def _serve() -> None:
    """Run the server until standard input ends or a signal comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    settings = json.loads(sys.stdin.buffer.readline())
    with _protocol() as tell:
        try:
            import xllamacpp
        except ImportError as error:
            is_absent = isinstance(error, ModuleNotFoundError) and error.name == "xllamacpp"
            tell({"trouble": "" if is_absent else " ".join(str(error).split())})
            return
        server = xllamacpp.Server(_parameters(xllamacpp, settings))
        tell({"port": int(server.listening_address.rpartition(":")[2])})
    sys.stdin.buffer.read()
    os._exit(0)  # the wheel's server has no way to stop; don't wait for its threads


@contextlib.contextmanager
def _protocol() -> Iterator[Any]:
    """Gives a function that writes a line to the parent. Whatever else prints goes to stderr."""
    with os.fdopen(os.dup(1), "wb", buffering=0) as to_parent:
        os.dup2(2, 1)
        yield lambda said: to_parent.write(json.dumps(said).encode() + b"\n")


def _parameters(xllamacpp: Any, settings: Mapping[str, object]) -> Any:
    parameters = xllamacpp.CommonParams()
    defaults: dict[str, object] = {
        "cpuparams.n_threads": 1,
        "cpuparams_batch.n_threads": 1,
        "ui": False,
        "warmup": False,
        "fit_params": False,  # would load the model twice to measure memory
        "cache_ram_mib": 64,  # old prompts, 8 GiB of them by default
        "endpoint_metrics": True,
        "pooling_type": "mean" if settings["embedding"] else "unspecified",
    }
    for name, value in {**defaults, **settings, "hostnames": [_HOST]}.items():
        *path, attribute = name.split(".")
        target = parameters
        for part in path:
            target = getattr(target, part)
        setattr(target, attribute, _typed(xllamacpp, attribute, value))
    return parameters


def _typed(xllamacpp: Any, attribute: str, value: object) -> object:
    """JSON has neither sets nor the wheel's enumerations."""
    if attribute == "model_alias" and isinstance(value, list):
        return set(value)
    if attribute == "pooling_type":
        return getattr(xllamacpp.llama_pooling_type, f"LLAMA_POOLING_TYPE_{value}".upper())
    return value


if __name__ == "__main__":
    _serve()
