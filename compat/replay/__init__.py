"""Replays recorded HTTP responses through the official SDK and through this package.

    python -m compat.replay [DIRECTORY] [--official VERSION] [--case GLOB] [--summary]

DIRECTORY (default: the samples of the tests) holds `CASE.http` files, the exact bytes of a
response, at any depth; `CASE.request` beside one holds the bytes of its request. Of these, chat
completions are replayed, streamed if the recorded request says so.

Each case is played twice by a loopback server, and what the two calls give is compared: every
object by its dumps, repr, types, extra fields, set fields and attribute reads, and the exception.
One line is printed per difference. Wanted differences are those of `known_differences.toml`; a
rule below says for each of them which differences it covers. The exit status is 1 if there are
others. Needs Python 3.11.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import fnmatch
import importlib
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from openai_local.testing.scripted import ScriptedServer

from ..environments import OFFICIAL, ROOT, official, with_checkout
from ..outcome import Outcome

HERE = Path(__file__).parent
KNOWN = HERE.parent / "known_differences.toml"
#: Recorded from real servers.
SAMPLES = ROOT / "tests" / "samples"

#: Bytes in front of a response's body.
_BLANK_LINE = b"\r\n\r\n"

ABSENT = "<absent>"


# -- cases -----------------------------------------------------------------------------------


class Case(NamedTuple):
    """One recorded response."""

    group: str
    name: str
    answer: bytes
    stream: bool


def find_cases(directory: Path, pattern: str) -> Iterator[Case]:
    """The recorded chat completions below `directory` whose name matches."""
    for path in sorted(directory.rglob("*.http")):
        name = path.relative_to(directory).as_posix().removesuffix(".http")
        answer = path.read_bytes()
        stream = is_chat_stream(path, answer)
        if stream is not None and fnmatch.fnmatch(name, pattern):
            yield Case(path.parent.name, name, answer, stream)


def is_chat_stream(path: Path, answer: bytes) -> bool | None:
    """Whether the recorded call was streamed; `None` if it is no chat completion."""
    recorded = path.with_suffix(".request")
    if not recorded.exists():
        is_stream = has_event_stream(answer)
        return is_stream if is_stream or is_completion(answer) else None
    head, _, body = recorded.read_bytes().partition(_BLANK_LINE)
    if b" /v1/chat/completions " not in head.partition(b"\r\n")[0]:
        return None
    try:
        return bool(json.loads(body).get("stream"))
    except (ValueError, AttributeError):
        # Cut, or sent as something else on purpose.
        return has_event_stream(answer)


def is_completion(answer: bytes) -> bool:
    """Whether it may be the answer to a chat completion: one, or an error."""
    head, _, body = answer.partition(_BLANK_LINE)
    try:
        data = json.loads(body)
    except ValueError:
        return True
    return b" 200 " not in head[:20] or (isinstance(data, dict) and "choices" in data)


def has_event_stream(answer: bytes) -> bool:
    return b"text/event-stream" in answer.partition(_BLANK_LINE)[0].lower()


# -- playing ---------------------------------------------------------------------------------


class Side:
    """One SDK in a process of its own."""

    def __init__(self, python: str, package: str) -> None:
        self._process = subprocess.Popen(
            [python, str(HERE / "child.py"), package],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # This checkout, also where another version of the package is installed.
            env=with_checkout(),
            text=True,
            encoding="utf-8",
        )

    def play(self, case: Case) -> dict[str, Any]:
        """What this SDK makes of the recorded response."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with ScriptedServer() as server:
            server.play([case.answer])
            order = {"base_url": server.base_url, "stream": case.stream}
            with contextlib.suppress(BrokenPipeError):
                stdin.write(json.dumps(order) + "\n")
                stdin.flush()
            line = stdout.readline()
            if not line:
                raise SystemExit(f"{case.name}: the process that plays it has ended")
            # Ports differ from call to call, and messages name them.
            outcome: dict[str, Any] = json.loads(line.replace(server.origin, "http://SERVER"))
        return outcome

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


# -- comparing -------------------------------------------------------------------------------


class Difference(NamedTuple):
    """Something that a program sees differently, and what the rules ask about it."""

    case: Case
    #: What was looked at: "dump", "repr", "error.str", ...
    kind: str
    #: Where in it: ".choices.0.delta"
    path: str
    official: Any
    ours: Any
    official_object: dict[str, Any]
    our_object: dict[str, Any]
    official_outcome: dict[str, Any]
    our_outcome: dict[str, Any]

    @property
    def place(self) -> str:
        """The path with `*` for positions in lists: equal differences count as one."""
        return re.sub(r"(?<=\.)\d+(?=\.|$)", "*", self.path)

    @property
    def official_error(self) -> dict[str, Any]:
        return self.official_outcome["error"] or {}

    @property
    def our_error(self) -> dict[str, Any]:
        return self.our_outcome["error"] or {}


def compare(case: Case, official: dict[str, Any], ours: dict[str, Any]) -> Iterator[Difference]:
    """Everything in which two outcomes of one case differ."""
    given, our_given = len(official["objects"]), len(ours["objects"])
    if given != our_given:
        yield Difference(case, "count", "", given, our_given, {}, {}, official, ours)
    for left, right in zip(official["objects"], ours["objects"]):
        for kind in left | right:
            facets = left.get(kind, ABSENT), right.get(kind, ABSENT)
            for path, theirs, our in compare_facet(kind, *facets):
                yield Difference(case, kind, path, theirs, our, left, right, official, ours)
    for kind, theirs, our in compare_errors(official["error"], ours["error"]):
        yield Difference(case, kind, "", theirs, our, {}, {}, official, ours)


def compare_errors(left: Any, right: Any) -> Iterator[tuple[str, Any, Any]]:
    """Field by field if both failed, else the one that did."""
    if left is None or right is None:
        if left is not right:
            yield "error", left and brief_error(left), right and brief_error(right)
        return
    for name in left:
        if left[name] != right[name]:
            yield f"error.{name}", left[name], right[name]


def brief_error(error: dict[str, Any]) -> str:
    return f"{error['class']}: {error['str']}"


def compare_facet(kind: str, left: Any, right: Any) -> Iterator[tuple[str, Any, Any]]:
    """Compare one description of an object; texts by their structure first, to tell the place."""
    if kind not in ("json", "repr"):
        yield from differences(left, right, "")
        if kind in ("dump", "unset") and left == right and list(left) != list(right):
            yield " (order)", list(left), list(right)
        return
    found = list(differences(structure(kind, left), structure(kind, right), ""))
    yield from found
    if left != right and not found:
        yield " (text)", left, right


def structure(kind: str, text: str) -> Any:
    """The text of a dump or of a repr as dicts and lists; the text itself if it can't be read."""
    try:
        return json.loads(text) if kind == "json" else from_ast(ast.parse(text, mode="eval").body)
    except (ValueError, SyntaxError, RecursionError):
        return text


def from_ast(node: ast.expr) -> Any:
    """`Choice(index=0)` as `{"()": "Choice", "index": "0"}`."""
    if isinstance(node, ast.Call):
        fields = {str(keyword.arg): from_ast(keyword.value) for keyword in node.keywords}
        return {"()": ast.unparse(node.func), **fields}
    if isinstance(node, ast.List):
        return [from_ast(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        keys = ["**" if key is None else str(ast.literal_eval(key)) for key in node.keys]
        return {key: from_ast(value) for key, value in zip(keys, node.values)}
    return ast.unparse(node)


def differences(left: Any, right: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """The deepest places at which two values differ, and what stands there."""
    if isinstance(left, dict) and isinstance(right, dict):
        for key in left | right:
            # Some descriptions are flat, with paths as their keys.
            inner = path if key == "" else f"{path}.{key.removeprefix('.')}"
            yield from differences(left.get(key, ABSENT), right.get(key, ABSENT), inner)
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for position, pair in enumerate(zip(left, right)):
            yield from differences(*pair, f"{path}.{position}")
    elif type(left) is not type(right) or (left != right and not (left != left and right != right)):
        yield path, left, right


# -- differences that are wanted -------------------------------------------------------------
#
# One function per table of `known_differences.toml`, named like it. Each says exactly which
# differences it covers; what it doesn't recognise stays unwanted.

RULES: dict[str, Callable[[Difference], bool]] = {}


def rule(covers: Callable[[Difference], bool]) -> Callable[[Difference], bool]:
    """Register a rule under its name."""
    RULES[covers.__name__.replace("_", "-")] = covers
    return covers


def is_older(found: Difference, *version: int) -> bool:
    return tuple(map(int, found.official_outcome["version"].split(".")[:2])) < version


MESSAGES = ("error.str", "error.message")


def is_about_outcome(found: Difference) -> bool:
    """True for how a call ended, false for what is in an object."""
    return found.kind == "count" or found.kind.partition(".")[0] == "error"


def is_of_the_sdk(error: dict[str, Any]) -> bool:
    return "OpenAIError" in error.get("bases", ())


@rule
def cut_streams(found: Difference) -> bool:
    """Ours raises; the official SDK ends silently or with its connection error, once httpx's."""
    silent_or = (None, "APIConnectionError", "RemoteProtocolError")
    return (
        is_about_outcome(found)
        and found.kind != "count"
        and found.our_error.get("class") == "IncompleteStreamError"
        and found.official_error.get("class") in silent_or
    )


@rule
def causes_in_messages(found: Difference) -> bool:
    """Of a failed connection: why it failed."""
    said_nothing = found.kind in MESSAGES and found.official == "Connection error."
    return said_nothing and str(found.ours).startswith("Connection error: ")


@rule
def messages_in_one_line(found: Difference) -> bool:
    return found.kind in MESSAGES and " ".join(found.official.split()) == found.ours


@rule
def words_of_every_error(found: Difference) -> bool:
    """Where the official SDK names the status only, or that something went wrong."""
    if found.kind not in MESSAGES:
        return False
    bare = f"Error code: {found.official_error.get('status_code')}"
    said_nothing = found.official == "An error occurred during streaming"
    return said_nothing or (found.official == bare and str(found.ours).startswith(f"{bare} - "))


@rule
def errors_that_look_like_answers(found: Difference) -> bool:
    """An error with status 200: ours raises it, the official SDK makes an object of it or stops."""
    return (
        is_about_outcome(found)
        and found.our_error.get("class") == "APIError"
        and not is_of_the_sdk(found.official_error)
    )


@rule
def unreadable_answers(found: Difference) -> bool:
    """What is no object of the API: the official SDK hands it on, stops, or raises a bare error."""
    given = len(found.our_outcome["objects"])
    handed_on = found.official_outcome["objects"][given:][:1]
    return (
        is_about_outcome(found)
        and found.our_error.get("class") == "APIResponseValidationError"
        and not is_of_the_sdk(found.official_error)
        and not any("dump" in item for item in handed_on)
    )


@rule
def tolerated_bytes(found: Difference) -> bool:
    """Broken characters and empty events: the official SDK raises a bare error.

    It loses the first event after a byte order mark.
    """
    starts_with_mark = found.case.answer.partition(_BLANK_LINE)[2].startswith(b"\xef\xbb\xbf")
    return (found.case.stream and starts_with_mark) or (
        is_about_outcome(found)
        and found.official_error.get("class") in ("UnicodeDecodeError", "JSONDecodeError")
        and found.our_outcome["error"] is None
    )


@rule
def whole_answers_to_streams(found: Difference) -> bool:
    """`stream=True` answered with one JSON document: the official SDK gives nothing."""
    return (
        found.kind == "count"
        and found.case.stream
        and not has_event_stream(found.case.answer)
        and found.official == 0
        and found.our_outcome["error"] is None
    )


@rule
def redirects(found: Difference) -> bool:
    """The official SDK follows one to another host; it then fails to connect."""
    return is_about_outcome(found) and str(found.our_error.get("status_code")).startswith("3")


@rule
def empty_for_null(found: Difference) -> bool:
    """An empty object or list where the server sent `null` or nothing for a required one."""
    steps = found.path.split(".")
    return any(is_filled_in(found, ".".join(steps[:end])) for end in range(1, len(steps) + 1))


def is_filled_in(found: Difference, path: str) -> bool:
    """True if the official object holds nothing at `path`, and ours an empty model or list."""
    theirs, ours = found.official_object.get("types"), found.our_object.get("types")
    if not isinstance(theirs, dict) or not isinstance(ours, dict):
        return False
    inside = [name for below, name in ours.items() if below.startswith(f"{path}.")]
    is_container = ours.get(path) == "list" or str(ours.get(path)).startswith("types.")
    is_null = theirs.get(path, "NoneType") == "NoneType"
    return is_null and is_container and set(inside) <= {"NoneType"}


@rule
def values_as_sent(found: Difference) -> bool:
    """A number stays what the server sent: `0` is no `0.0`, `"7"` no 7."""
    try:
        theirs = value_at(found.official_object["dump"], found.path)
        ours = value_at(found.our_object["dump"], found.path)
        return type(theirs) is not type(ours) and float(theirs) == float(ours)
    except (KeyError, IndexError, ValueError, TypeError):
        return False


def value_at(dump: Any, path: str) -> Any:
    """What stands at a path, of a dump."""
    for step in path.split(".")[1:]:
        dump = dump[int(step)] if isinstance(dump, list) else dump[step]
    return dump


@rule
def no_serializer_warnings(found: Difference) -> bool:
    return found.kind == "warnings" and found.ours == []


@rule
def extra_fields_are_set_fields(found: Difference) -> bool:
    """Only what is in `model_extra` may come on top."""
    owner, _, name = found.path.rpartition(".")
    is_added = found.kind == "set" and found.official == ABSENT
    return is_added and name in found.our_object["extra"].get(owner, {})


@rule
def shared_moderation_classes(found: Difference) -> bool:
    """The class is the same by name, in a module of ours."""
    names = str(found.official).rpartition(".")[2], str(found.ours).rpartition(".")[2]
    ours_is_shared = str(found.ours).startswith("types.chat.chat_completion.Moderation")
    return found.kind == "types" and names[0] == names[1] and ours_is_shared


@rule
def fields_of_the_newest_sdk(found: Difference) -> bool:
    """Fields, and what is in them, that the official SDK declares since a later version."""
    place = re.sub(r"\.\*", "", found.place)
    return any(
        is_older(found, *since) and f"{place}.".startswith(f"{field}.")
        for field, since in NEWER_FIELDS.items()
    )


#: The version checked that has them; older ones that were checked have not.
NEWER_FIELDS = {
    ".moderation": (2, 54),
    ".usage.prompt_tokens_details.cache_write_tokens": (2, 54),
    ".metadata": (3, 54),
    ".obfuscation": (3, 54),
    ".choices.delta.audio": (3, 54),
    ".usage.prompt_tokens_details.text_tokens": (3, 54),
    ".usage.prompt_tokens_details.image_tokens": (3, 54),
    ".usage.completion_tokens_details.text_tokens": (3, 54),
}


@rule
def errors_as_in_the_newest_sdk(found: Difference) -> bool:
    """Until 3.0, `code` was what the server sent, and messages were the body, text or Python."""
    if not is_older(found, 3, 0) or not found.kind.startswith("error."):
        return False
    if found.kind == "error.code":
        return bool(str(found.official) == found.ours)
    if found.kind not in MESSAGES or not str(found.ours).startswith("Error code: "):
        return False
    is_dump = re.match(r"Error code: \d+ - [\[{]", found.official) is not None
    return is_dump or bool(found.official == found.official_error["body"])


@rule
def thoughts_under_both_names(found: Difference) -> bool:
    """One of two names is not there in the official object; ours has what the other one holds."""
    owner, _, name = found.path.rpartition(".")
    other = {"reasoning_content": "reasoning", "reasoning": "reasoning_content"}.get(name)
    is_alias = found.kind == "reads" and found.official == "<raises AttributeError>"
    return is_alias and other in found.our_object["extra"].get(owner, {})


@rule
def complete_tool_calls(found: Difference) -> bool:
    """What the server left out of a call, or its arguments, which are text."""
    call = re.match(r"(\.choices\.\d+\.(?:delta|message)\.tool_calls\.\d+)\.(.+)", found.path)
    if call is None or not call[2].startswith(("id", "index", "type", "function.arguments")):
        return False
    field = "function.arguments" if call[2].startswith("function") else call[2]
    try:
        theirs, ours = (
            value_at(each["dump"], f"{call[1]}.{field}")
            for each in (found.official_object, found.our_object)
        )
    except (KeyError, IndexError, TypeError):
        return False
    was_left_out = not theirs if field == "id" else theirs is None
    is_no_text = field == "function.arguments" and not isinstance(theirs, str)
    return (was_left_out or is_no_text) and isinstance(ours, int if field == "index" else str)


@rule
def next_steps(found: Difference) -> bool:
    """A sentence after the words of a server that refuses a prompt, a path or a key."""
    if found.kind not in MESSAGES:
        return False
    words, ours = " ".join(found.official.split()), str(found.ours)
    return ours.startswith(words) and ours[len(words) :].startswith(NEXT_STEPS)


NEXT_STEPS = (
    *(
        f"{end} {step}"
        for end in ("", ".")
        for step in ("Give llama-server", "Start llama-server", "Start vLLM")
    ),
    ": the server has no ",
    " LiteLLM's proxy ",
)


def known_as(difference: Difference) -> str | None:
    """The id of the known difference that covers this one."""
    return next((name for name, covers in RULES.items() if covers(difference)), None)


def known_ids() -> set[str]:
    """The ids in `known_differences.toml`."""
    tomllib: Any = importlib.import_module("tomllib")
    tables = tomllib.loads(KNOWN.read_text(encoding="utf-8"))["difference"]
    return {table["id"] for table in tables}


# -- reporting -------------------------------------------------------------------------------


class Tally:
    """What came out, counted by group of cases and by kind of difference."""

    def __init__(self) -> None:
        self.cases: Counter[str] = Counter()
        self.equal: Counter[str] = Counter()
        self.known_only: Counter[str] = Counter()
        self.differing: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.known: Counter[str] = Counter()

    def add(self, case: Case, found: list[Difference]) -> list[Difference]:
        """Count a case; return what is not wanted."""
        names = [known_as(difference) for difference in found]
        unwanted = [difference for difference, name in zip(found, names) if name is None]
        self.cases[case.group] += 1
        result = self.differing if unwanted else self.known_only if found else self.equal
        result[case.group] += 1
        # By case: a stream repeats its differences in every chunk.
        self.known.update({name for name in names if name is not None})
        self.kinds.update({difference.kind for difference in unwanted})
        return unwanted

    def table(self) -> str:
        """The counts as text."""
        columns = (self.cases, self.equal, self.known_only, self.differing)
        rows = [["", "cases", "equal", "known", "differing"]]
        rows += [[group, *(str(column[group]) for column in columns)] for group in self.cases]
        rows += [["total", *(str(column.total()) for column in columns)]]
        lines = [f"{row[0]:28}" + "".join(f"{cell:>11}" for cell in row[1:]) for row in rows]
        for title, counter in (("known", self.known), ("differing", self.kinds)):
            if counter:
                lines += ["", f"{title}, cases by kind:"]
                lines += [f"{name:40}{count:>6}" for name, count in counter.most_common()]
        return "\n".join(lines)


def show(found: list[Difference]) -> None:
    """One line per difference; the same one in several chunks is one."""
    counted: Counter[str] = Counter()
    for difference in found:
        counted[difference.kind + difference.place] += 1
    for difference in found:
        where = difference.kind + difference.place
        times = counted.pop(where, 0)
        if times:
            where += f" x{times}" if times > 1 else ""
            values = f"official {short(difference.official)} | ours {short(difference.ours)}"
            print(f"{difference.case.name}: {where}: {values}")


def short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 160 else f"{text[:157]}..."


def replay(directory: Path, version: str, pattern: str) -> tuple[Tally, list[Difference]]:
    """Play the cases that match to both sides; what came out, and what is not wanted of it."""
    undocumented = known_ids() ^ set(RULES)
    assert not undocumented, f"rules and {KNOWN.name} disagree on {undocumented}"
    theirs = Side(str(official(version)), "openai")
    ours = Side(sys.executable, "openai_local")
    tally = Tally()
    unwanted = []
    for case in find_cases(directory, pattern):
        unwanted += tally.add(case, list(compare(case, theirs.play(case), ours.play(case))))
    theirs.close()
    ours.close()
    return tally, unwanted


def run(*, fast: bool) -> Iterator[Outcome]:
    """See `compat.outcome`. Fast: against the newest version only."""
    for version in OFFICIAL[-1:] if fast else OFFICIAL:
        tally, unwanted = replay(SAMPLES, version, "*")
        equal, known, failed = (
            counter.total() for counter in (tally.equal, tally.known_only, tally.differing)
        )
        notes = tuple(sorted({f"{found.case.name}: {found.kind}" for found in unwanted}))
        yield Outcome("replay", f"openai {version}", equal, failed, known, notes)


def main() -> int:
    arguments = parse_arguments()
    tally, unwanted = replay(arguments.directory, arguments.official, arguments.case)
    if not arguments.summary:
        show(unwanted)
    print(tally.table())
    return 1 if unwanted else 0


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m compat.replay", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("directory", type=Path, nargs="?", default=SAMPLES, metavar="DIRECTORY")
    parser.add_argument("--official", default=OFFICIAL[-1], metavar="VERSION")
    parser.add_argument("--case", default="*", metavar="GLOB", help="e.g. 'vllm-cpu/*stream*'")
    parser.add_argument("--summary", action="store_true", help="print the table only")
    return parser.parse_args()
