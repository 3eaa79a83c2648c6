"""The comparison of programs: what it reads, takes out, notices, and does not forgive."""

from __future__ import annotations

import http.client
import sys
from pathlib import Path
from typing import Any

import pytest

from compat.programs.answers import ANSWERS
from compat.programs.known import Difference, KnownDifferences, differing_lines
from compat.programs.normal import normal_request, normal_text
from compat.programs.play import RecordingProxy, Run, Sdk, play
from compat.programs.program import Program, find_programs, read_program
from compat.programs.suite import Tally, compare
from openai_local.testing.scripted import RecordedRequest, ScriptedServer, chunked, json_answer

ORIGIN = "http://127.0.0.1:123"


def program_of(folder: Path, text: str) -> Program:
    path = folder / "program.py"
    path.write_text(text, encoding="utf-8")
    return read_program("folder/program", path)


# -- programs --------------------------------------------------------------------------------


def test_first_lines_are_read(tmp_path: Path) -> None:
    """Server, answers, version, order and speed come from the lines before the program."""
    program = program_of(
        tmp_path,
        "# server: scripted\n# answers: busy, completion\n# needs: openai>=2.1\n"
        "# requests: in any order\n# exit: 3\n# fast: yes\n# A remark: no more of them\n",
    )

    assert ("scripted", ("busy", "completion"), (2, 1), True, 3, True) == program[2:]
    assert [False, True, True] == [
        program.runs_on(version) for version in ("1.109.1", "2.54.0", "3.0")
    ]


def test_without_first_lines(tmp_path: Path) -> None:
    """A plain program meets a scripted server that has nothing to say."""
    program = program_of(tmp_path, '"""A program."""\n# server: chat\n')

    assert ("scripted", (), (1,), False, 0, False) == program[2:]


@pytest.mark.parametrize(
    "line",
    ["server: ollama", "answer: busy", "needs: openai<2", "requests: two", "fast: maybe", "exit: x",
     "server: chat\n# answers: busy"],
)  # fmt: skip
def test_wrong_first_lines(line: str, tmp_path: Path) -> None:
    """A line that is not understood is an error that names the program."""
    with pytest.raises(ValueError, match="folder/program"):
        program_of(tmp_path, f"# {line}\n")


def test_all_programs_are_understood() -> None:
    """Every program has first lines that can be read, and every answer is used by one."""
    programs = list(find_programs())
    used = {name for program in programs for name in program.answers}

    assert len(programs) >= 50
    assert set(ANSWERS) == used
    assert {"chat", "embeddings", "scripted"} == {program.server for program in programs}


def test_programs_are_found_by_pattern() -> None:
    """A pattern is matched against folder and name."""
    assert ["errors/retry"] == [program.name for program in find_programs("*/retry")]


# -- what is random --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chatcmpl-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dE", "chatcmpl-ID"),
        ("'msg_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dE'", "'msg_ID'"),
        ('"id": "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dE"', '"id": "ID"'),
        ("created=1790000000, x", "created=SECONDS, x"),
        ('"created_at": 1790000000.0', '"created_at": SECONDS'),
        ('"prompt_ms": 12.5, "x": 1', '"prompt_ms": NUMBER, "x": 1'),
        ('"predicted_per_second": 1e3}', '"predicted_per_second": NUMBER}'),
        ("cached_tokens=12", "cached_tokens=NUMBER"),
        ("<X object at 0x7f00ab>", "<X object at ADDRESS>"),
        ("http://127.0.0.1:123/v1 and 127.0.0.1:123", "http://SERVER/v1 and SERVER"),
    ],
)  # fmt: skip
def test_random_things_are_taken_out(text: str, expected: str) -> None:
    """Ids, times, speeds, addresses and ports become the same word in every run."""
    assert expected == normal_text(text, ORIGIN)


@pytest.mark.parametrize(
    "text",
    [
        "chatcmpl-1", "call_Paris", "a" * 32, "1" * 32, "1790000000", "created=12",
        "prompt_tokens=9", "http://127.0.0.1:124/v1", "completion_tokens=32", "0x7f", "resp_1",
        "a-very-long-name-of-some-model-with-more-than-32-letters",
    ],
)  # fmt: skip
def test_all_else_stays(text: str) -> None:
    """Nothing is taken out that a program decides."""
    assert text == normal_text(text, ORIGIN)


# -- requests --------------------------------------------------------------------------------


def request(body: bytes = b"", **headers: str) -> RecordedRequest:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return RecordedRequest("POST", "/v1/x?a=1&b=&a=2", fields, body)


def test_a_request_is_compared_by_what_it_says() -> None:
    """The query in its order, JSON as values, headers without those of the HTTP library."""
    seen = normal_request(
        request(
            b'{"b": 1,  "a": [null]}',
            host="h",
            user_agent="u",
            content_length="22",
            x_own="1",
            x_stainless_os="Linux",
            x_stainless_lang="python",
            x_stainless_retry_count="1",
            content_type="application/json",
        )
    )

    assert "POST /v1/x" == seen["line"]
    assert [("a", "1"), ("b", ""), ("a", "2")] == seen["query"]
    assert {"a": [None], "b": 1} == seen["body"]
    assert {
        "content-type": "application/json",
        "x-own": "1",
        "x-stainless-lang": "python",
        "x-stainless-retry-count": "1",
    } == seen["headers"]


def form(*fields: tuple[str, str]) -> dict[str, Any]:
    parts = "".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
        for name, text in fields
    )
    content_type = "multipart/form-data; boundary=B"
    return normal_request(request(f"{parts}--B--\r\n".encode(), content_type=content_type))


def test_a_form_is_compared_by_its_fields() -> None:
    """Boundaries and the order of fields mean nothing; their contents, and lists, do."""
    assert form(("a", "1"), ("b", "2")) == form(("b", "2"), ("a", "1"))
    assert form(("a", "1"), ("b", "2")) != form(("a", "1"), ("b", "3"))
    assert form(("a[]", "1"), ("a[]", "2")) != form(("a[]", "2"), ("a[]", "1"))
    assert "multipart/form-data" == form()["headers"]["content-type"]


def test_the_proxy_passes_on_and_records() -> None:
    """The real server gets the same request, the program the same bytes."""
    with ScriptedServer() as upstream, RecordingProxy(upstream.origin) as proxy:
        upstream.play(chunked([b"data: 1\n\n", b"data: 2\n\n"]), json_answer({"a": 1}))
        for body, expected in ((b"first", b"data: 1\n\ndata: 2\n\n"), (b"second", b'{"a": 1}')):
            connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
            connection.request("POST", "/v1/x?y=1", body, {"X-Own": "é".encode("latin-1")})
            assert expected == connection.getresponse().read()
            connection.close()

    assert [b"first", b"second"] == [request.body for request in upstream.requests]
    assert [b"first", b"second"] == [request.body for request in proxy.requests]
    assert {"/v1/x?y=1"} == {request.path for request in upstream.requests}
    assert {"é"} == {request.headers["x-own"] for request in upstream.requests}


# -- runs ------------------------------------------------------------------------------------

PROGRAM = """# answers: busy, completion
import os, sys, urllib.error, urllib.request
print(os.environ["OPENAI_BASE_URL"], os.environ["OPENAI_API_KEY"], len(os.listdir(".")))
for body in (b'{"n": 1}', b'{"n": 2}'):
    try:
        print(urllib.request.urlopen(os.environ["OPENAI_BASE_URL"] + "/x", body).status)
    except urllib.error.HTTPError as error:
        print(error.code)
sys.exit("the end")
"""


def test_a_run_is_what_a_program_did(tmp_path: Path) -> None:
    """Its lines, its requests with the port taken out, the exit code and the last words."""
    run = play(program_of(tmp_path, PROGRAM), Sdk("none", (sys.executable,)), {})

    assert ["http://SERVER/v1 sk-local-key 0", "503", "200"] == run.stdout
    assert ["exit code 1", "the end"] == run.end
    assert ['  "n": 1', '  "n": 2'] == [line for line in run.requests if '"n"' in line]
    assert '"POST /v1/x"' in "".join(run.requests)


# -- differences -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("official", "ours", "expected"),
    [
        (["a", "b"], ["a", "b"], []),
        (["a", "b", "c", "d"], ["a", "x", "y", "d"], [("b", "x"), ("c", "y")]),
        (["a", "b"], ["a"], [("b", "")]),
        (["a"], ["a", "b", "c"], [("", "b\nc")]),
        (["a", "b"], ["x"], [("a\nb", "x")]),
    ],
)
def test_where_texts_differ(
    official: list[str], ours: list[str], expected: list[tuple[str, str]]
) -> None:
    """Line by line where both have as many, else the whole place."""
    assert expected == list(differing_lines(official, ours))


def test_every_part_of_a_run_is_compared(tmp_path: Path) -> None:
    """Output, requests and end."""
    official = Run(["a"], ["b"], ["exit code 1", "c"])
    ours = Run(["x"], ["y"], ["exit code 1", "z"])
    found = compare(program_of(tmp_path, "# exit: 1\n"), "3.0", official, ours)

    assert [("stdout", "a", "x"), ("requests", "b", "y"), ("end", "c", "z")] == [
        difference[2:] for difference in found
    ]


def test_a_broken_program_is_no_success(tmp_path: Path) -> None:
    """A program that fails on both as it was not meant to has a difference all the same."""
    run = Run([], [], ["exit code 1", "SyntaxError"])
    found = compare(program_of(tmp_path, ""), "3.0", run, run)

    assert [("end", "meant: exit code 0", "exit code 1")] == [
        difference[2:] for difference in found
    ]


KNOWN = {
    "programs": ["errors/*"],
    "where": "stdout",
    "official": r"code \d+",
    "ours": "words",
    "versions": ["1.0"],
    "why": "They say more.",
}
DIFFERENCE = Difference("errors/one", "1.0", "stdout", "code 7", "words")


def test_a_listed_difference_is_wanted() -> None:
    """It is covered if all of the entry fits, and the entry counts as used."""
    known = KnownDifferences([KNOWN])

    assert len(known.unused()) == 1
    assert known.cover(DIFFERENCE)
    assert known.unused() == []


@pytest.mark.parametrize(
    "other",
    [
        {"program": "chat/one"}, {"version": "2.0"}, {"where": "requests"},
        {"official": "code 7\nmore"}, {"ours": "other words"},
    ],
)  # fmt: skip
def test_other_differences_are_not(other: dict[str, str]) -> None:
    """One that fits all but one key of the entry is not covered by it."""
    known = KnownDifferences([KNOWN])

    assert not known.cover(DIFFERENCE._replace(**other))
    assert len(known.unused()) == 1


def test_failures_and_wishes_are_counted() -> None:
    """A program fails if one of its differences is not listed; each such is one line."""
    known, tally = KnownDifferences([KNOWN]), Tally()
    tally.add([], known)
    tally.add([DIFFERENCE], known)
    tally.add([DIFFERENCE, DIFFERENCE._replace(ours="")], known)
    outcome = tally.outcome("openai 1.0")

    assert (2, 1, 2) == (outcome.passed, outcome.failed, outcome.wanted)
    assert ("errors/one: stdout: official 'code 7' | ours ''",) == outcome.notes


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib")
def test_the_list_of_wanted_differences() -> None:
    """Every entry has a reason, its own or one that is said elsewhere in the file."""
    assert KnownDifferences.read().unused()
