"""Traps in what surrounds a program, as values in and findings out."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from openai_local._http import URL
from openai_local.cli import traps
from openai_local.cli.traps import Finding, Source

LOCAL = URL("http://127.0.0.1:8080/v1/")
FAR = URL("http://gpu.lan:8000/v1/")
SECRET = "sk-proj-secret"


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes, checked to be told in one line without a key or a password."""
    findings = list(findings)
    for finding in findings:
        told = finding.message + finding.advice
        assert "\n" not in told
        assert "secret" not in told
        assert finding.advice or finding.level == "note"
    return [finding.code for finding in findings]


# -- the address -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "environ", "expected"),
    [
        (None, {}, Source("http://127.0.0.1:8080/v1", "the default")),
        (None, {"OPENAI_BASE_URL": ""}, Source("http://127.0.0.1:8080/v1", "the default")),
        (None, {"OPENAI_BASE_URL": "http://x"}, Source("http://x", "OPENAI_BASE_URL")),
        ("http://y", {"OPENAI_BASE_URL": "http://x"}, Source("http://y", "--base-url")),
    ],
)
def test_where_a_program_would_go(
    argument: str | None, environ: dict[str, str], expected: Source
) -> None:
    """The argument, else the environment, else the default, as in the client."""
    assert expected == traps.address_of(argument, environ)


@pytest.mark.parametrize(
    ("url", "origin", "environ", "expected"),
    [
        (LOCAL, "the default", {}, []),
        ("https://api.openai.com/v1/", "OPENAI_BASE_URL", {}, ["base-url-official"]),
        ("https://eu.api.openai.com/v1/", "OPENAI_BASE_URL", {}, ["base-url-official"]),
        ("https://openai.com.lan/v1/", "OPENAI_BASE_URL", {}, []),
        (LOCAL, "--base-url", {"OPENAI_BASE_URL": "http://u:secret@x/v1"}, ["base-url-differs"]),
        (LOCAL, "--base-url", {"OPENAI_BASE_URL": "http://[u:secret@x"}, ["base-url-differs"]),
        (LOCAL, "--base-url", {"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}, []),
        (LOCAL, "the default", {"OPENAI_API_BASE": "http://x"}, ["old-variable"]),
        ("http://0.0.0.0:8080/v1/", "--base-url", {}, ["address-to-listen-on"]),
    ],
)
def test_the_address(url: str, origin: str, environ: dict[str, str], expected: list[str]) -> None:
    """Addresses that lead elsewhere than one thinks."""
    assert expected == codes(traps.check_address(URL(url), Source(url, origin), environ))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", ["/v1"]),
        ("/v1/v1", ["/v1"]),
        ("/v1/chat/completions", ["/v1"]),
        ("/chat/completions", ["", "/v1"]),
        ("/v1/models", ["/v1"]),
        ("/api", ["/api/v1", "/v1"]),
        ("/llm/v1/embeddings", ["/llm/v1", "/v1"]),
        ("/v2", ["/v2/v1", "/v1"]),
    ],
)
def test_what_may_have_been_meant(path: str, expected: list[str]) -> None:
    """A missing or doubled /v1 and the path of an endpoint are mended; the given one is not."""
    origin = "http://127.0.0.1:8080"

    assert [origin + each for each in expected] == traps.likely_base_urls(URL(f"{origin}{path}/"))


@pytest.mark.parametrize(
    ("host", "resolved", "listening", "is_reached", "expected"),
    [
        ("localhost", ["::1", "127.0.0.1"], ["127.0.0.1"], True, ["localhost-ipv6"]),
        ("localhost", ["127.0.0.1", "::1"], ["127.0.0.1"], True, []),
        ("localhost", ["::1", "127.0.0.1"], ["127.0.0.1", "::1"], True, []),
        ("localhost", ["::1"], ["127.0.0.1"], False, ["other-address"]),
        ("localhost", [], ["127.0.0.1"], False, ["other-address"]),
        ("127.0.0.1", ["127.0.0.1"], ["::1"], False, ["other-address"]),
        ("127.0.0.1", ["127.0.0.1"], [], False, []),
        ("0.0.0.0", ["0.0.0.0"], ["127.0.0.1"], True, []),
    ],
)
def test_localhost(
    host: str, resolved: list[str], listening: list[str], is_reached: bool, expected: list[str]
) -> None:
    """Both families of addresses: one is tried in vain, or the server is in the other."""
    url = URL(f"http://{host}:8080/v1/")

    assert expected == codes(traps.check_host(url, resolved, listening, is_reached=is_reached))


def test_the_other_address_is_written_out() -> None:
    """What to use instead can be pasted, brackets and all."""
    [finding] = traps.check_host(LOCAL, ["127.0.0.1"], ["::1"], is_reached=False)

    assert finding.advice == "use http://[::1]:8080/v1"


# -- proxies, netrc --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "environ", "in_the_way", "expected"),
    [
        (LOCAL, {}, None, []),
        (LOCAL, {"HTTP_PROXY": "http://u:secret@p:3128"}, None, ["proxy-bypassed"]),
        (LOCAL, {"all_proxy": "socks5://p"}, None, ["proxy-bypassed"]),
        (LOCAL, {"HTTPS_PROXY": "http://p"}, None, []),
        (FAR, {"HTTP_PROXY": "http://p"}, "http://u:secret@p:3128", ["proxy"]),
        (FAR, {"HTTP_PROXY": "p:3128"}, "p:3128", ["proxy"]),
        (FAR, {"HTTP_PROXY": "http://p", "NO_PROXY": "gpu.lan"}, None, []),
    ],
)
def test_proxies(
    url: URL, environ: dict[str, str], in_the_way: str | None, expected: list[str]
) -> None:
    """A proxy on the way is named without its password; for this machine there is none."""
    assert expected == codes(traps.check_proxies(url, environ, in_the_way))


@pytest.mark.parametrize(
    ("no_proxy", "is_covered"),
    [("127.0.0.1", True), ("x, 127.0.0.1", True), ("*", True), ("localhost", False), ("", False)],
)
def test_what_other_clients_do(no_proxy: str, is_covered: bool) -> None:
    """NO_PROXY=localhost does not cover 127.0.0.1, which other clients would send to the proxy."""
    environ = {"HTTP_PROXY": "http://p", "NO_PROXY": no_proxy}
    [finding] = traps.check_proxies(LOCAL, environ, None)

    assert is_covered == (finding.advice == "")


def test_netrc() -> None:
    """A password for the same host is worth knowing of."""
    assert codes(traps.check_netrc(LOCAL, {"127.0.0.1"})) == ["netrc"]
    assert codes(traps.check_netrc(LOCAL, {"example.com"})) == []


# -- the key ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "environ", "expected"),
    [
        (None, {}, Source("", "")),
        (None, {"OPENAI_API_KEY": " k\n"}, Source("k", "OPENAI_API_KEY")),
        (None, {"OPENAI_API_KEY": "k", "OPENAI_LOCAL_API_KEY": "l"},
         Source("l", "OPENAI_LOCAL_API_KEY")),
        ("a", {"OPENAI_LOCAL_API_KEY": "l"}, Source("a", "--api-key")),
    ],
)  # fmt: skip
def test_which_key_a_program_would_use(
    argument: str | None, environ: dict[str, str], expected: Source
) -> None:
    """The argument, else the local variable, else the official one, as in the client."""
    assert expected == traps.key_of(argument, environ)


@pytest.mark.parametrize(
    ("url", "value", "is_withheld", "expected"),
    [
        (LOCAL, "", False, []),
        (LOCAL, "local", False, []),
        (LOCAL, SECRET, True, ["key-withheld"]),
        (FAR, SECRET, True, ["key-withheld"]),
        (FAR, "secret", False, ["key-unencrypted"]),
        (URL("https://gpu.lan/v1/"), "secret", False, []),
        (LOCAL, "secret\x00", False, ["key-characters"]),
        (LOCAL, "secrét", False, ["key-characters"]),
        (LOCAL, '"secret"', False, ["key-quotes"]),
        (LOCAL, "Bearer secret", False, ["key-quotes"]),
    ],
)
def test_the_key(url: URL, value: str, is_withheld: bool, expected: list[str]) -> None:
    """Keys that are not sent, can't be, or should not be. They are never shown."""
    key = Source(value, "OPENAI_API_KEY")

    assert expected == codes(traps.check_key(url, key, is_withheld=is_withheld))


@pytest.mark.parametrize(
    ("value", "is_withheld", "code", "told"),
    [
        ("", False, "key-missing", "OPENAI_LOCAL_API_KEY"),
        ("secret", False, "key-wrong", "--api-key"),
        (SECRET, True, "key-missing", "OPENAI_LOCAL_API_KEY"),
    ],
)
def test_a_refused_key(value: str, is_withheld: bool, code: str, told: str) -> None:
    """What to do differs with why there was no right key."""
    finding = traps.refused_key(Source(value, "OPENAI_API_KEY"), is_withheld=is_withheld)

    assert [code] == codes([finding])
    assert told in finding.advice


# -- versions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({"requests": "2.32.4", "urllib3": "2.7.0"}, []),
        ({"requests": "3.0", "urllib3": "2.10.0rc1"}, []),
        ({"requests": "2.31.0", "urllib3": "2.7.1"}, ["old-requests"]),
        ({"requests": "2.34.2", "urllib3": "1.26.20"}, ["old-urllib3"]),
        ({}, []),
    ],
)
def test_versions(versions: dict[str, str], expected: list[str]) -> None:
    """Libraries that are too old are named with what to do."""
    assert expected == codes(traps.check_versions(versions))
