"""The official SDK's examples and the Python blocks of its README, as programs on both SDKs.

The server is the one of `compat.libraries`, whose answers depend on nothing but the request. A
program counts if it ends well on the official SDK; here it must then print the same. Of older
versions only the end is compared: they print whole objects, and ours have the newest fields.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..environments import with_checkout
from ..libraries.model import MARK, ModelServer
from ..programs.normal import normal_text

_BLOCK = re.compile(r"^```(?:py|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Programs that get an answer without a stream where they asked for one: we make one of it, see
#: `known_differences.toml`.
_WITHOUT_STREAM = ("examples/image_stream.py",)
#: Of such a program, and of one that uses what only the official service has and is told so.
WANTED = "wanted"
_SAYS_HOSTED = re.compile("official service")
#: A class that got no type is shown by the name of its type variable.
_TYPE_VARIABLE = re.compile(r"\[~\w+\]")
#: Seconds that one program may take.
_LONGEST_RUN = 30


def programs(root: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each."""
    for path in sorted((root / "examples").rglob("*.py")):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")
    blocks = _BLOCK.findall((root / "README.md").read_text(encoding="utf-8"))
    for number, text in enumerate(blocks, 1):
        yield f"README.md, block {number}", text


def compare_examples(
    root: Path, official: Sequence[str], ours: Sequence[str], *, compares_output: bool
) -> Iterator[tuple[str, str]]:
    """Name of each program that counts, and what differs in it: "", `WANTED`, or the words."""
    for name, text in programs(root):
        code, wanted = play(official, text)
        if code == 0:
            our_code, printed = play(ours, text)
            has_stream = name not in _WITHOUT_STREAM or our_code
            is_hosted = our_code and _SAYS_HOSTED.search(printed[-1])
            if is_hosted or not has_stream:
                yield name, WANTED
            elif our_code or (compares_output and printed != wanted):
                yield name, first_difference(wanted, printed)
            else:
                yield name, ""


def play(command: Sequence[str], text: str) -> tuple[int, list[str]]:
    """How a program ends, and what it prints; the last line of an error is part of it."""
    with ModelServer() as server, tempfile.TemporaryDirectory() as folder:
        urllib.request.urlopen(f"{server.origin}{MARK}example").close()
        program = Path(folder, "program.py")
        program.write_text(text, encoding="utf-8")
        try:
            done = subprocess.run(
                [*command, str(program)],
                cwd=folder,
                env=with_checkout(OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY="sk-local"),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_LONGEST_RUN,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return 1, [f"not done after {_LONGEST_RUN} s"]
        lines = done.stdout.decode(errors="backslashreplace").splitlines()
        if done.returncode:
            lines += done.stderr.decode(errors="backslashreplace").strip().splitlines()[-1:]
        printed = _TYPE_VARIABLE.sub("", normal_text("\n".join(lines), server.origin))
        return done.returncode, printed.splitlines()


def first_difference(wanted: Sequence[str], printed: Sequence[str]) -> str:
    """The first line that is another."""
    length = max(len(wanted), len(printed))
    pairs = zip(
        [*wanted, *["(nothing)"] * (length - len(wanted))],
        [*printed, *["(nothing)"] * (length - len(printed))],
    )
    official, ours = next(
        (pair for pair in pairs if pair[0] != pair[1]), ("exit code", "exit code")
    )
    return f"official {official!r} | ours {ours!r}"
