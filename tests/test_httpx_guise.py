"""Our values pass for those of httpx, in programs that have imported it."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest

import openai_local
from openai_local import OpenAI, Timeout
from openai_local._http import URL, AsyncResponse, Headers, Request, Response

httpx: Any = pytest.importorskip("httpx")
httpx2: Any = pytest.importorskip("httpx2")

REQUEST = Request("POST", "http://127.0.0.1:1/v1/x?a=1", headers={"x-a": "1"})


def response(cls: type[Response] = Response) -> Response:
    headers = Headers([("Set-Cookie", "a=b"), ("x-request-id", "r")])
    return cls(404, headers=headers, request=REQUEST, content=b'{"a": 1}')


VALUES: list[tuple[Any, str]] = [
    (URL("http://127.0.0.1:1/v1"), "URL"),
    (Headers({"A": "1"}), "Headers"),
    (REQUEST, "Request"),
    (response(), "Response"),
    (response(AsyncResponse), "Response"),
    (Timeout(3), "Timeout"),
]


@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
@pytest.mark.parametrize(("value", "name"), VALUES, ids=lambda value: type(value).__name__)
def test_isinstance(value: Any, name: str, library: Any) -> None:
    """`isinstance(value, httpx.Response)` is true, and it is still one of ours."""
    assert isinstance(value, getattr(library, name))
    assert isinstance(value, type(value))
    others = {"URL", "Headers", "Request", "Response", "Timeout"} - {name}
    assert not any(isinstance(value, getattr(library, other)) for other in others)


def test_elapsed_can_be_set() -> None:
    """As fakes of transports do."""
    found = response()
    assert timedelta(0) == found.elapsed

    found.elapsed = timedelta(milliseconds=1500)

    assert 1.5 == found.elapsed_seconds
    assert timedelta(seconds=1.5) == pickle.loads(pickle.dumps(found)).elapsed


def test_attributes_that_only_httpx_has() -> None:
    """They are those of the same object of httpx."""
    found: Any = response()
    url: Any = URL("http://user@127.0.0.1:1/v1?a=1#b")

    with pytest.raises((httpx.HTTPStatusError, httpx2.HTTPStatusError), match="404"):
        found.raise_for_status()
    assert found.is_client_error
    assert [("set-cookie", "a=b"), ("x-request-id", "r")] == [
        (name.lower(), value) for name, value in found.headers.multi_items()
    ]
    assert "b" == url.fragment
    assert "http://user@127.0.0.1:1/v1?c=2" == str(url.copy_with(params={"c": 2}, fragment=None))
    assert b"/v1?a=1" == url.raw_path


@pytest.mark.parametrize(("value", "_name"), VALUES, ids=lambda value: type(value).__name__)
def test_unknown_attributes(value: Any, _name: str) -> None:
    """What httpx has not either is an AttributeError."""
    assert not hasattr(value, "never_heard_of")


def test_a_response_that_is_not_read() -> None:
    """Its status and headers answer; asking never reads the body."""
    found: Any = Response(200, headers=Headers({}), request=REQUEST)

    assert not found.is_client_error
    assert not hasattr(found, "never_heard_of")


@pytest.mark.parametrize(("value", "_name"), VALUES, ids=lambda value: type(value).__name__)
def test_copies(value: Any, _name: str) -> None:
    """They can be copied and pickled as if httpx were not there."""
    for other in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert type(other) is type(value)
        assert repr(other) == repr(value)


def test_a_timeout_for_httpx() -> None:
    """`openai.Timeout` is taken where httpx takes a timeout, and equals httpx's."""
    timeout = Timeout(3, connect=1)

    assert httpx.Timeout(3, connect=1) == httpx.Client(timeout=timeout).timeout  # type: ignore[arg-type]
    assert timeout == httpx.Timeout(3, connect=1)
    assert timeout != httpx.Timeout(3)
    assert timeout != Timeout(3)
    assert timeout == Timeout(3, connect=1)
    assert timeout != 3


def test_base_url_as_a_url_of_httpx() -> None:
    """httpx takes the `base_url` of a client as one of its own."""
    client = OpenAI(base_url="http://127.0.0.1:9/v1")

    assert "http://127.0.0.1:9/v1/models" == str(httpx.URL(client.base_url).join("models"))
    assert "http://127.0.0.1:9/v1/" == str(client.base_url)


def test_nothing_is_imported_for_it() -> None:
    """Without httpx there is nothing to pass for; it is not imported to find out."""
    code = (
        "import sys; from openai_local._http import URL; url = URL('http://a/b')\n"
        "print(url.__class__ is URL, hasattr(url, 'raw_path'), 'httpx' in sys.modules,"
        " 'httpx2' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "True False False False" == run.stdout.strip()


def test_keys_stay_out_of_pickles() -> None:
    """A pickled request holds no key."""
    request = Request("GET", "http://a/b", headers={"Authorization": "Bearer secret"})

    assert b"secret" not in pickle.dumps(request)


def test_the_package_is_the_one_under_test() -> None:
    """The guise is for our classes: httpx's own know nothing of it."""
    assert not isinstance(httpx.URL("http://a/b"), openai_local._http.URL)
