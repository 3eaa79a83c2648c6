"""Traps on the way to a local server, found in what surrounds the program.

Rule of this file: it looks at values only (the environment as a mapping, versions, addresses),
and touches nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from .._constants import DEFAULT_BASE_URL
from .._exceptions import OpenAIError
from .._http import URL
from .._wire.request import base_url_of


class Finding(NamedTuple):
    """Something that the user should know. `code` stays the same from version to version."""

    code: str
    #: "problem": programs fail or wait because of it; "note": good to know.
    level: Literal["problem", "note"]
    message: str
    #: What to do; "" if nothing.
    advice: str = ""


def problem(code: str, message: str, advice: str) -> Finding:
    return Finding(code, "problem", message, advice)


def note(code: str, message: str, advice: str = "") -> Finding:
    return Finding(code, "note", message, advice)


class Source(NamedTuple):
    """A setting and where it comes from, in words."""

    value: str
    origin: str


# -- the address

#: The paths of requests. Not a part of base_url, but often pasted with it.
_ENDPOINTS: Final = (
    "/chat/completions",
    "/completions",
    "/embeddings",
    "/responses",
    "/messages",
    "/models",
)


def address_of(argument: str | None, environ: Mapping[str, str]) -> Source:
    """The base URL that a program would use."""
    if argument:
        return Source(argument, "--base-url")
    if environ.get("OPENAI_BASE_URL"):
        return Source(environ["OPENAI_BASE_URL"], "OPENAI_BASE_URL")
    return Source(DEFAULT_BASE_URL, "the default")


def is_official(url: URL) -> bool:
    """True if the address is the official service's."""
    return url.host == "api.openai.com" or url.host.endswith(".openai.com")


def check_address(url: URL, source: Source, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with the address, as far as that can be seen."""
    local = f"set it to where your server listens, such as {DEFAULT_BASE_URL}"
    if is_official(url):
        yield problem("base-url-official", f"{source.origin} leads to the official service", local)
    ambient = environ.get("OPENAI_BASE_URL")
    if source.origin == "--base-url" and ambient and ambient.rstrip("/") != url.rstrip("/"):
        yield note(
            "base-url-differs",
            f"programs without a base_url of their own go to {shown(ambient)}, since "
            "OPENAI_BASE_URL is set",
            f"OPENAI_BASE_URL={shown(url)} leads them here",
        )
    if environ.get("OPENAI_API_BASE") and not ambient:
        yield note(
            "old-variable",
            "OPENAI_API_BASE is set, which the SDK has not read since its version 1",
            "call it OPENAI_BASE_URL",
        )
    if url.host == "0.0.0.0":  # noqa: S104 - asked for, not bound
        yield note(
            "address-to-listen-on",
            "0.0.0.0 is an address to listen on; not every system connects to it",
            f"use {shown(url).replace('0.0.0.0', '127.0.0.1')}",  # noqa: S104
        )


def likely_base_urls(url: URL) -> list[str]:
    """What may have been meant by a base URL below which nothing is found, the likeliest first."""
    path = url.path.rstrip("/")
    for endpoint in _ENDPOINTS:
        path = path.removesuffix(endpoint)
    while path.endswith("/v1/v1"):
        path = path.removesuffix("/v1")
    paths = [path, path if path.endswith("/v1") else f"{path}/v1", "/v1"]
    urls = [url.origin + each for each in paths]
    given = shown(url)
    return [each for each in dict.fromkeys(urls) if each != given]


def shown(url: str) -> str:
    """An address without a password, even if it is no address."""
    try:
        return base_url_of(url).without_credentials().rstrip("/")
    except OpenAIError:
        return url.rpartition("@")[2]


def check_host(
    url: URL, resolved: Sequence[str], listening: Iterable[str], *, is_reached: bool
) -> Iterator[Finding]:
    """What `localhost` and the two families of addresses can do to a connection.

    `resolved`: the addresses of the host, in the order in which they are tried. `listening`: at
    which loopback addresses something listens on the port. `is_reached`: requests come through.
    """
    listening = set(listening)
    if is_reached:
        is_six_first = bool(resolved) and ":" in resolved[0]
        if is_six_first and resolved[0] not in listening:
            yield note(
                "localhost-ipv6",
                f"{url.host} means {resolved[0]} first, where nothing listens; each new connection "
                "tries that in vain (on Windows for two seconds)",
                f"use {_with_host(url, '127.0.0.1')}",
            )
        return
    for address in sorted(listening.difference(resolved)):
        yield problem(
            "other-address",
            f"the server listens on {address}, but {url.host} means "
            f"{' and '.join(resolved) or 'nothing'}",
            f"use {_with_host(url, address)}",
        )


def _with_host(url: URL, host: str) -> str:
    host = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{host}" + (f":{url.port}" if url.port else "") + url.path.rstrip("/")


# -- proxies and netrc


def check_proxies(
    url: URL, environ: Mapping[str, str], in_the_way: str | None
) -> Iterator[Finding]:
    """What proxy variables do to requests. `in_the_way`: the proxy that they would go through."""
    if in_the_way:
        proxy = URL(in_the_way if "://" in in_the_way else f"http://{in_the_way}")
        yield note(
            "proxy",
            f"requests to {url.host} go through the proxy {proxy.origin}",
            f"if {url.host} is in your own network: NO_PROXY={url.host}",
        )
    names = [name for name in _proxy_names(url.scheme) if environ.get(name)]
    if not (names and url.is_loopback):
        return
    no_proxy = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    yield note(
        "proxy-bypassed",
        f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} set; this package does not "
        "use proxies to reach this machine",
        ""
        if _is_covered(url.host, no_proxy)
        else f"curl and other clients do, unless you set NO_PROXY={url.host}",
    )


def _is_covered(host: str, no_proxy: str) -> bool:
    """True if NO_PROXY excepts the host, by its own name or as a part of a domain."""
    names = [name.strip().lstrip(".") for name in no_proxy.split(",")]
    return "*" in names or any(name and f".{host}".endswith(f".{name}") for name in names)


def _proxy_names(scheme: str) -> list[str]:
    names = [f"{scheme}_proxy", "all_proxy"]
    return [variant for name in names for variant in (name.upper(), name)]


def check_netrc(url: URL, hosts: Iterable[str]) -> Iterator[Finding]:
    """`hosts`: those with an entry of their own in the netrc file."""
    if url.host in hosts:
        yield note(
            "netrc",
            f"your netrc file has a password for {url.host}; this package does not use it, "
            "programs that use requests directly would send it in place of the key",
        )


# -- the key


def key_of(argument: str | None, environ: Mapping[str, str]) -> Source:
    """The key that a program would use, and where it is from; "" if there is none."""
    if argument is not None:
        return Source(argument.strip(), "--api-key")
    for name in ("OPENAI_LOCAL_API_KEY", "OPENAI_API_KEY"):
        if name in environ:
            return Source(environ[name].strip(), name)
    return Source("", "")


def check_key(url: URL, key: Source, *, is_withheld: bool) -> Iterator[Finding]:
    """What is odd about the key; it is shown to nobody."""
    if is_withheld:
        yield note(
            "key-withheld",
            f"{key.origin} looks like a key of the official service, so it is not sent to "
            f"{url.origin}",
            _HOW_TO_SEND if url.is_loopback else f"{_HOW_TO_SEND}, or use https",
        )
        return
    if not (key.value.isascii() and key.value.isprintable()):
        yield problem(
            "key-characters",
            f"the key from {key.origin} has characters in it that can't be sent",
            "copy it again",
        )
    if key.value[:1] in ("'", '"') or " " in key.value:
        yield note(
            "key-quotes",
            f"the key from {key.origin} has quotes or blanks in it, which are sent with it",
            "take them off, unless they belong to it",
        )
    if key.value and url.scheme == "http" and not url.is_loopback:
        yield note(
            "key-unencrypted",
            f"the key is sent to {url.host} as plain text",
            "use https, unless you trust the network",
        )


_HOW_TO_SEND: Final = "if it is meant for this server, pass api_key= or set OPENAI_LOCAL_API_KEY"


def refused_key(key: Source, *, is_withheld: bool) -> Finding:
    """The server wants a key, and not this one."""
    if is_withheld:
        return problem(
            "key-missing",
            f"the server asks for a key; the one in {key.origin} was withheld, since it looks like "
            "one of the official service",
            _HOW_TO_SEND,
        )
    if key.value:
        return problem(
            "key-wrong",
            f"the server refuses the key from {key.origin}",
            "look at how the server was started (llama-server and vLLM: --api-key)",
        )
    return problem(
        "key-missing",
        "the server asks for a key, and there is none",
        "set OPENAI_LOCAL_API_KEY, or pass api_key= (here: --api-key)",
    )


# -- versions

#: The oldest versions that are fine, and why older ones aren't.
_OLDEST: Final = {
    "requests": ((2, 32, 4), "this package is not tested with anything older"),
    "urllib3": ((2, 7), "older ones have known faults in how they unpack answers"),
}


def check_versions(versions: Mapping[str, str]) -> Iterator[Finding]:
    """`versions`: of the installed libraries, by name."""
    for name, (oldest, why) in _OLDEST.items():
        if _numbers(versions.get(name, "999")) < oldest:
            wanted = ".".join(map(str, oldest))
            yield note(
                f"old-{name}",
                f"{name} {versions[name]} is older than {wanted}; {why}",
                f"pip install -U {name}",
            )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
