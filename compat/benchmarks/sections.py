"""The sections: each measures one thing beside the others, and says which goals are met."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median

from .bench import (
    FLOOR,
    OFFICIAL,
    OLDER,
    OURS,
    REQUESTS,
    Bench,
    Children,
    Goal,
    Section,
    Table,
    interleaved,
    part,
    percentile,
    times,
)

ALL = (OURS, OFFICIAL, OLDER, REQUESTS, FLOOR)
MB = 1024 * 1024


def relative(title: str, unit: str, found: dict[str, float], factor: float) -> Table:
    """Costs, each beside those of the official SDK."""
    rows = [
        (name, f"{cost * factor:,.4g}", part(cost / found[OFFICIAL]))
        for name, cost in found.items()
    ]
    return Table(title, ("client", unit, f"of {OFFICIAL}"), rows)


# -- starting --------------------------------------------------------------------------------

_CPU = "import time; print(time.process_time())"
#: What programs write. Of the official SDK, `import openai` loads as much.
_NAMED = "from openai_local import OpenAI"


def imports(bench: Bench) -> Section:
    """What an import costs, and what it leaves in memory."""
    programs = {
        "bare": (FLOOR, "import time"),
        OURS: (OURS, "import openai_local"),
        _NAMED: (OURS, _NAMED),
        OFFICIAL: (OFFICIAL, "import openai"),
        OLDER: (OLDER, "import openai"),
        REQUESTS: (REQUESTS, "import requests"),
    }

    def cpu(name: str) -> float:
        client, program = programs[name]
        return float(bench.run(client, f"{program}; {_CPU}"))

    found = interleaved(programs, 11, cpu)
    bare = found.pop("bare")
    net = {name: cost - bare for name, cost in found.items()}
    resident = {
        name: float(bench.run(client, f"{program}; {_RESIDENT}")) / 1024
        for name, (client, program) in programs.items()
    }
    memory_ratio = resident[OURS] / resident[OFFICIAL]
    table = relative("CPU of an import, net of the bare interpreter", "ms", net, 1000)
    rows = [(name, f"{size:.1f}") for name, size in resident.items()]
    return Section(
        [table, Table("Resident memory after the import", ("client", "MB"), rows)],
        [
            *_import_goals("import, CPU", net, OURS),
            *_import_goals(f"`{_NAMED}`, CPU", net, _NAMED),
            Goal("memory after the import", "<= 1/3", part(memory_ratio), memory_ratio <= 1 / 3),
        ],
    )  # fmt: skip


def _import_goals(what: str, net: dict[str, float], name: str) -> list[Goal]:
    ratio, by_requests = net[name] / net[OFFICIAL], net[name] / net[REQUESTS]
    return [
        Goal(what, "<= 1/20 (stretch 1/30)", part(ratio), ratio <= 1 / 20),
        Goal("the same, beside `import requests`", "<= 0.3 x", times(by_requests),
             by_requests <= 0.3),
    ]  # fmt: skip


_RESIDENT = "import re; print(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])"

_FIRST_CHUNK = {
    "sdk": """
from {module} import OpenAI
client = OpenAI(base_url="{url}", api_key="none")
stream = client.chat.completions.create(
    model="local", messages=[{{"role": "user", "content": "Hello"}}], stream=True
)
for chunk in stream:
    chunk.choices[0].delta.content
    break
""",
    "requests": """
import json, requests
body = {{"model": "local", "messages": [{{"role": "user", "content": "Hello"}}], "stream": True}}
answer = requests.post("{url}/chat/completions", json=body, stream=True)
for line in answer.iter_lines():
    if line.startswith(b"data: "):
        json.loads(line[6:])["choices"][0]["delta"].get("content")
        break
""",
}


def starts(bench: Bench) -> Section:
    """From the start of a process to the text of its first chunk."""
    url = f"http://127.0.0.1:{bench.port}/text,3,chunked,0/v1"

    def cpu(name: str) -> float:
        module = "openai_local" if name == OURS else "openai"
        program = _FIRST_CHUNK["requests" if name == REQUESTS else "sdk"]
        return float(bench.run(name, program.format(module=module, url=url) + _CPU))

    found = interleaved((OURS, OFFICIAL, OLDER, REQUESTS), 15, cpu)
    ratio, by_requests = found[OURS] / found[OFFICIAL], found[OURS] / found[REQUESTS]
    return Section(
        [relative("CPU from the start of a process to its first chunk", "ms", found, 1000)],
        [
            Goal("process start to first chunk, CPU", "<= 1/4.5 (stretch 1/6)", part(ratio),
                 ratio <= 1 / 4.5),
            Goal("the same, beside a bare `requests` script", "<= 1.2 x", times(by_requests),
                 by_requests <= 1.2),
        ],
    )  # fmt: skip


# -- streams ---------------------------------------------------------------------------------


def streams(bench: Bench) -> Section:
    """Streams that arrive as fast as they are read, of each kind of chunk."""
    tables, goals = [], []
    for kind, count, aim, stretch in (
        ("text", 10_000, 40, 60),
        ("choices", 3_000, 25, 30),
        ("tools", 3_000, 25, 30),
        ("calls", 3_000, 25, 30),
        ("logprobs", 3_000, 25, 30),
        ("alternatives", 3_000, 25, 30),
        ("timings", 3_000, 25, 30),
        ("responses", 3_000, 20, 25),
    ):
        found = _per_chunk(bench, kind, count)
        title = f"CPU of a chunk: {kind}"
        table = relative(title, "us", found, 1e6)
        rows = [
            (*row, f"{1 / cost:,.0f}", times(found[FLOOR] / cost))
            for row, cost in zip(table.rows, found.values(), strict=True)
        ]
        columns = (*table.columns, "chunks per CPU-second", "beside the floor")
        tables.append(Table(title, columns, rows))
        speed = found[OFFICIAL] / found[OURS]
        words = f">= {aim} x (stretch {stretch} x)"
        goals.append(Goal(f"chunks per CPU-second: {kind}", words, times(speed), speed >= aim))
        if kind == "text":
            by_floor = found[FLOOR] / found[OURS]
            goals.append(Goal("the same, beside the floor", ">= 1.6 x", times(by_floor),
                              by_floor >= 1.6))  # fmt: skip
    return Section(tables, goals)


def _per_chunk(bench: Bench, kind: str, count: int) -> dict[str, float]:
    read: set[tuple[int, float]] = set()
    with bench.children(*ALL) as children:

        def cost(name: str) -> float:
            # Of what is fast, so many that a round takes long enough to be measured.
            streams = 1 if name in (OFFICIAL, OLDER) else 10
            cpu = 0.0
            for _ in range(streams):
                result = children[name]("stream", f"{kind},{count},chunked,0")
                read.add((result["chunks"], result["sum"]))
                cpu += result["cpu"]
            return cpu / count / streams

        interleaved(
            children, 1, lambda name: children[name]("stream", f"{kind},500,chunked,0")["cpu"]
        )
        found = interleaved(children, 9, cost)
    # All have read the same.
    assert len(read) == 1, read
    return found


def latency(bench: Bench) -> Section:
    """What a client adds between the server's sending and the program, at 10 ms a chunk."""
    tables, goals = [], []
    for framing, words in (("chunked", "chunked"), ("plain", "not chunked")):
        rows, middles = [], {}
        samples: dict[str, list[float]] = {name: [] for name in ALL}
        with bench.children(*ALL) as children:
            for child in children.values():
                child("stream", f"text,20,{framing},0")
            for _ in range(3):
                for name, child in children.items():
                    samples[name] += child("latency", f"text,120,{framing},10")["latencies"]
        for name, values in samples.items():
            values.sort()
            middles[name] = percentile(values, 0.5)
            late = sum(value >= 0.010 for value in values)
            p50, p99 = (f"{percentile(values, part) * 1e6:.0f}" for part in (0.5, 0.99))
            rows.append((name, p50, p99, f"{late} of {len(values)}"))
        columns = ("client", "p50 us", "p99 us", "read after the next was sent")
        tables.append(Table(f"Latency added to a chunk, body {words}", columns, rows))
        ratio = middles[OURS] / middles[FLOOR]
        goals.append(Goal(f"latency added, p50, body {words}",
                          "<= 1.5 x the floor (stretch 1.3 x)", times(ratio),
                          ratio <= 1.5))  # fmt: skip
    return Section(tables, goals)


# -- calls -----------------------------------------------------------------------------------


def calls(bench: Bench) -> Section:
    """The first chunk, over an old connection and a new one; answers that are not streamed."""
    found: dict[str, dict[str, float]] = {}
    with bench.children(*ALL) as children:

        def measure(what: str, number: int) -> Callable[[str], float]:
            scenario = "whole,100,chunked,0" if what == "whole" else "text,3,chunked,0"
            return lambda name: median(children[name](what, scenario, number)["cpu"])

        # Short turns, many of them: the machine's speed changes within a second.
        for what, number, rounds in (
            ("first_chunk", 25, 20),
            ("new_client", 5, 15),
            ("whole", 40, 20),
        ):
            interleaved(children, 1, measure(what, 5))
            found[what] = interleaved(children, rounds, measure(what, number))
    ratios = {what: costs[OURS] / costs[OFFICIAL] for what, costs in found.items()}
    speed = 1 / ratios["whole"]
    return Section(
        [
            relative("CPU to the first chunk, warm", "us", found["first_chunk"], 1e6),
            relative("CPU to the first chunk, new client and connection", "us",
                     found["new_client"], 1e6),
            relative("CPU of a call that is not streamed, warm", "us", found["whole"], 1e6),
        ],
        [
            Goal("time to first chunk, warm, CPU", "<= 1/2.5 (stretch 1/5)",
                 part(ratios["first_chunk"]), ratios["first_chunk"] <= 1 / 2.5),
            Goal("new client and connection, CPU", "<= 1/15 (stretch 1/25)",
                 part(ratios["new_client"]), ratios["new_client"] <= 1 / 15),
            Goal("calls that are not streamed, per CPU-second", ">= 4 x (stretch 6 x)",
                 times(speed), speed >= 4),
        ],
    )  # fmt: skip


# -- many at once ----------------------------------------------------------------------------


def concurrent(bench: Bench) -> Section:
    """Asynchronous streams at once, over the default transport and aiohttp."""
    two_hundred = _many(bench, 200, "text,100,chunked,20", rounds=3, clients=_DEFAULT)
    thousand = _many(bench, 1000, "text,30,chunked,100", rounds=2, clients=_EVERY)
    both = two_hundred[OURS], two_hundred[OFFICIAL]
    cpu, tail = (both[0][what] / both[1][what] for what in ("cpu", "p99"))
    extra, default, theirs = thousand[f"{OURS} aiohttp"], thousand[OURS], thousand[OFFICIAL]
    extra_cpu, extra_tail = (extra[what] / theirs[what] for what in ("cpu", "p99"))
    alike = thousand[f"{OFFICIAL} aiohttp"]
    alike_cpu, alike_tail = (extra[what] / alike[what] for what in ("cpu", "p99"))
    default_tail = default["p99"] / theirs["p99"]
    return Section(
        [
            _table_of_many("200 asynchronous streams, a token each 20 ms, 100 tokens", two_hundred),
            _table_of_many("1,000 asynchronous streams, a token each 100 ms, 30 tokens", thousand),
        ],
        [
            Goal("200 streams, default transport, CPU", "<= 0.5 x (stretch 0.3 x)", times(cpu),
                 cpu <= 0.5),
            Goal("200 streams, default transport, p99", "below the official SDK's", times(tail),
                 tail < 1),
            Goal("1,000 streams, aiohttp, CPU", "<= 0.25 x (stretch 0.15 x), no error",
                 f"{times(extra_cpu)}, {extra['errors']:.0f} errors",
                 extra_cpu <= 0.25 and not extra["errors"]),
            Goal("the same, beside the official SDK's aiohttp extra", "<= 0.25 x",
                 times(alike_cpu), alike_cpu <= 0.25),
            Goal("1,000 streams, aiohttp, p99", "<= 0.1 x", times(extra_tail), extra_tail <= 0.1),
            Goal("the same, beside the official SDK's aiohttp extra", "<= 0.1 x",
                 times(alike_tail), alike_tail <= 0.1),
            Goal("1,000 streams, default transport, p99", "below the official SDK's, no error",
                 f"{times(default_tail)}, {default['errors']:.0f} errors",
                 default_tail < 1 and not default["errors"]),
        ],
    )  # fmt: skip


#: Names, each with the client and the extra that is installed for it.
_DEFAULT = {OURS: (OURS, ""), OFFICIAL: (OFFICIAL, ""), OLDER: (OLDER, "")}
_EVERY = {
    **_DEFAULT,
    f"{OURS} aiohttp": (OURS, "aiohttp"),
    f"{OFFICIAL} aiohttp": (OFFICIAL, "aiohttp"),
}


def _many(
    bench: Bench, streams: int, scenario: str, *, rounds: int, clients: dict[str, tuple[str, str]]
) -> dict[str, dict[str, float]]:
    """For each client the medians of CPU, wall time, p50, p99; and the sum of its errors."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in clients}
    children = {
        name: bench.child(client, *([] if not extra else [extra]))
        for name, (client, extra) in clients.items()
    }
    with Children(children):
        for name, child in children.items():
            child("many", "text,5,chunked,20", 10, clients[name][1])
        for _ in range(rounds):
            for name, child in children.items():
                result = child("many", scenario, streams, clients[name][1])
                found[name].append(
                    {
                        "cpu": result["cpu"],
                        "wall": result["wall"],
                        "p50": percentile(result["latencies"], 0.5),
                        "p99": percentile(result["latencies"], 0.99),
                        "errors": result["error_count"],
                    }
                )
    medians = {
        name: {what: median(one[what] for one in results) for what in results[0]}
        for name, results in found.items()
    }
    for name, results in found.items():
        medians[name]["errors"] = sum(one["errors"] for one in results)
    return medians


def _table_of_many(title: str, found: dict[str, dict[str, float]]) -> Table:
    rows = [
        (
            name,
            f"{one['cpu']:.2f}",
            times(one["cpu"] / found[OFFICIAL]["cpu"]),
            f"{one['wall']:.1f}",
            f"{one['p50'] * 1000:.1f}",
            f"{one['p99'] * 1000:.0f}",
            f"{one['errors']:.0f}",
        )
        for name, one in found.items()
    ]
    columns = ("client", "CPU s", f"of {OFFICIAL}", "wall s", "p50 ms", "p99 ms", "errors")
    return Table(title, columns, rows)


# -- memory and size -------------------------------------------------------------------------


def memory(bench: Bench) -> Section:
    """By how much the peak of resident memory rises: over a long stream, and for an image."""
    clients = (OURS, OFFICIAL, OLDER, REQUESTS)
    path = bench.folder / "image.png"
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(50_000_000)
    rows, growth = [], {}
    for name in clients:
        found: list[float] = []
        for measurement, *arguments in (
            ("growth_of_stream", "text,200000,chunked,0", "text,2000,chunked,0"),
            ("growth_of_image", "whole,100,chunked,0", str(path)),
        ):
            # A process for each: what one has left behind would serve the next.
            with Children({name: bench.child(name)}) as children:
                found.append(children[name](measurement, *arguments)["growth"] / MB)
        growth[name] = found
        rows.append((name, f"{found[0]:+.1f}", f"{found[1]:+.1f}"))
    stream, image = growth[OURS]
    columns = ("client", "200,000 chunks, MB", "50 MB image, MB")
    note = "The image is given as a path to openai_local, as a data URL to the others."
    return Section(
        [Table("Growth of the peak of resident memory", columns, rows, note)],
        [
            Goal("growth over 200,000 chunks", "<= 1 MB", f"{stream:+.1f} MB", stream <= 1),
            Goal("50 MB image from a path, peak growth", "<= 2 MB", f"{image:+.1f} MB",
                 image <= 2),
        ],
    )  # fmt: skip


def size(bench: Bench) -> Section:
    """What is installed, with all dependencies, by the two usual installers."""
    tables, goals = [], []
    for title, is_counted in (
        ("as packaged, which is all that uv installs", lambda file: file.suffix != ".pyc"),
        ("with the compiled files that pip adds", lambda file: True),
    ):
        names = (OURS, OFFICIAL, OLDER, REQUESTS)
        found = {name: _installed(bench.pythons[name], is_counted) for name in names}
        found[OURS] += _bytes_below(bench.installed, is_counted)
        ratio = found[OURS] / found[OFFICIAL]
        what = f"Installed size with dependencies, {title}"
        tables.append(relative(what, "MB", found, 1 / MB))
        goals.append(Goal(what.lower(), "<= 1/6", part(ratio), ratio <= 1 / 6))
    return Section(tables, goals)


def _installed(python: Path, is_counted: Callable[[Path], bool]) -> float:
    """Bytes in an environment but for the installer itself."""
    packages = next(python.parent.parent.rglob("site-packages"))
    installer = ("pip", "setuptools", "_distutils_hack", "distutils-precedence", "pkg_resources")
    return sum(
        _bytes_below(entry, is_counted)
        for entry in packages.iterdir()
        if not entry.name.startswith(installer)
    )


def _bytes_below(place: Path, is_counted: Callable[[Path], bool]) -> float:
    files = place.rglob("*") if place.is_dir() else [place]
    return sum(file.stat().st_size for file in files if file.is_file() and is_counted(file))


# -- growth ----------------------------------------------------------------------------------


def growth(bench: Bench) -> Section:
    """That costs grow with the work and not faster: the cost of a unit at each size."""
    tables, goals = [], []
    with bench.children(OURS, OFFICIAL) as children:
        for what, sizes, unit, cost in _growths(children):
            # In turn, so that a slow moment of the machine does not hit one size alone.
            found = {
                client: interleaved(map(str, sizes), rounds, _of_unit(cost, client))
                for client, rounds in ((OURS, 3), (OFFICIAL, 1))
            }
            rows = [
                (f"{int(size):,}", *(f"{found[client][size] * 1e6:,.4g}" for client in found))
                for size in found[OURS]
            ]
            tables.append(Table(what, (unit, *(f"{c}, us a unit" for c in found)), rows))
            costs = list(found[OURS].values())
            ratio = costs[-1] / min(costs[:-1])
            goals.append(
                Goal(f"{what}: a unit at the largest size", "<= 1.5 x the least of the others",
                     times(ratio), ratio <= 1.5)
            )  # fmt: skip
    return Section(tables, goals)


def _of_unit(cost: Callable[[str, int], float], client: str) -> Callable[[str], float]:
    return lambda size: cost(client, int(size)) / int(size)


def _growths(
    children: Children,
) -> list[tuple[str, list[int], str, Callable[[str, int], float]]]:
    """What grows, its sizes, their unit, and the CPU seconds of a client at a size."""

    def whole(client: str, scenario: str, messages: int, length: int) -> float:
        result = children[client]("whole", f"{scenario},chunked,0", 3, messages, length)
        return float(min(result["cpu"]))

    def streams(client: str, number: int) -> float:
        return float(children[client]("many", "text,20,chunked,50", number, "")["cpu"])

    def helper(client: str, chunks: int) -> float:
        return float(children[client]("helper", f"text,{chunks},chunked,0")["cpu"])

    kilo = [1, 100, 5_000, 50_000]
    return [
        ("`.stream()` helper", [100, 1_000, 10_000], "chunks", helper),
        ("conversations", [1, 10, 100, 1_000], "messages",
         lambda client, count: whole(client, "whole,100", count, 100)),
        ("bodies of requests", kilo, "KB",
         lambda client, size: whole(client, "whole,100", 1, size * 1000)),
        ("bodies of answers", kilo, "KB",
         lambda client, size: whole(client, f"whole,{size * 1000}", 1, 10)),
        ("asynchronous streams, default transport", [1, 10, 100, 1_000], "streams", streams),
    ]  # fmt: skip


SECTIONS: dict[str, Callable[[Bench], Section]] = {
    "import": imports,
    "start": starts,
    "streams": streams,
    "latency": latency,
    "calls": calls,
    "concurrent": concurrent,
    "memory": memory,
    "size": size,
    "growth": growth,
}
