"""Small types that the whole package and its users share: the two sentinels and `Timeout`.

Nothing here imports more than `typing`: this module is on the path of the bare import.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias, TypedDict

from ._httpx_guise import HttpxGuise

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator

NoneType = type(None)


class NotGiven:
    """Says that an argument was left out, where `None` has a meaning of its own (a timeout)."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


class Omit:
    """Leaves a parameter or a default header out of the request."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "omit"


not_given = NotGiven()
NOT_GIVEN = not_given
omit = Omit()

# No strings: libraries evaluate their annotations, `Query | None` among them.
Headers: TypeAlias = Mapping[str, str | Omit]
Query: TypeAlias = Mapping[str, object]
Body: TypeAlias = object

# Files to be sent: contents, or a tuple of name, contents, media type and headers.
if TYPE_CHECKING:
    FileContent: TypeAlias = IO[bytes] | bytes | os.PathLike[str]
    FileTypes: TypeAlias = (
        FileContent
        | tuple[str | None, FileContent]
        | tuple[str | None, FileContent, str | None]
        | tuple[str | None, FileContent, str | None, Mapping[str, str]]
    )
else:
    # Libraries build pydantic schemas over params, and pydantic has none for open files.
    FileContent = FileTypes = Any

# Of httpx, for annotations of programs that have it: `httpx.BaseTransport`, `str | httpx.Proxy`.
Transport: TypeAlias = Any
ProxiesTypes: TypeAlias = Any


class RequestOptions(TypedDict, total=False):
    """The `options` of `client.post` and its kin."""

    headers: Headers
    max_retries: int
    timeout: float | Timeout | None
    params: Query
    extra_json: Mapping[str, object]
    idempotency_key: str
    post_parser: Callable[[Any], Any]


class LocalImage(Protocol):
    """An image of this machine, ready to be sent. Its `len()` and pieces are its base64's."""

    media_type: str

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes]: ...


class Source(Protocol):
    """Bytes of this machine, in pieces. They can be gone through more than once."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[bytes]: ...


class LocalFile(Source, Protocol):
    """A file of this machine, ready to be sent as a part of a form. Its pieces are its content."""

    @property
    def name(self) -> str | None: ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of its part, its media type among them."""


def is_given(value: object) -> bool:
    """False for the two sentinels, which all mean "leave it out"."""
    return not isinstance(value, (NotGiven, Omit))


_LIMITS = ("connect", "read", "write", "pool")
#: What httpx has no limits for. `None` unless given.
_FURTHER_LIMITS = ("first_token", "total")


class Timeout(HttpxGuise):
    """Time limits in seconds, in the shape of `httpx.Timeout`; `None` means no limit.

    `connect` bounds the opening of a connection. `read` bounds the silence of the server: the
    wait for the first byte of an answer, then for each next byte of an event. `write` and `pool`
    are kept for programs that read them, and for an `http_client` that limits its connections:
    without one, a connection of the pool is never waited for.

    Two limits are ours. `first_token` bounds, for a stream, the time from sending the request to
    the first piece of the answer, and takes the place of `read` until then: a long prompt may
    take longer than the pause between two tokens, or must not. `total` bounds the whole call from
    its start to the last byte: tries, waits for a model that is loading, and the reading of a
    stream, while its caller does other things too.

        Timeout(30)                  # each limit 30 s
        Timeout(600, connect=5)      # all 600 s, but 5 s to connect
        Timeout(connect=5, read=60, write=60, pool=5)
        Timeout(30, first_token=600) # ten minutes for the prompt, then 30 s between tokens
        Timeout(600, total=900)      # done after a quarter of an hour, one way or the other
    """

    __slots__ = ("connect", "first_token", "pool", "read", "total", "write")

    connect: float | None
    read: float | None
    write: float | None
    pool: float | None
    first_token: float | None
    total: float | None

    def __init__(
        self,
        timeout: float | None | tuple[float | None, ...] | Timeout | NotGiven = not_given,
        *,
        connect: float | None | NotGiven = not_given,
        read: float | None | NotGiven = not_given,
        write: float | None | NotGiven = not_given,
        pool: float | None | NotGiven = not_given,
        first_token: float | None | NotGiven = not_given,
        total: float | None | NotGiven = not_given,
    ) -> None:
        limits = {"connect": connect, "read": read, "write": write, "pool": pool}
        if isinstance(timeout, NotGiven):
            missing = [name for name, value in limits.items() if isinstance(value, NotGiven)]
            if missing:
                raise ValueError(
                    "Timeout() needs either a default, Timeout(30.0), or all four limits; "
                    f"missing: {', '.join(missing)}"
                )
        defaults = _four_limits(timeout)
        # Another `Timeout` may have them; `httpx.Timeout` has not.
        defaults |= {name: getattr(timeout, name, None) for name in _FURTHER_LIMITS}
        limits |= {"first_token": first_token, "total": total}
        for name in _FURTHER_LIMITS:
            _check_seconds(name, limits[name])
        for name, value in limits.items():
            setattr(self, name, defaults[name] if isinstance(value, NotGiven) else value)

    def as_dict(self) -> dict[str, float | None]:
        """The four limits of httpx by name."""
        return {name: getattr(self, name) for name in _LIMITS}

    def _as_httpx(self, library: Any) -> Any:
        return library.Timeout(**self.as_dict())

    def _state(self) -> tuple[None, dict[str, Any]]:
        return None, {name: getattr(self, name) for name in (*_LIMITS, *_FURTHER_LIMITS)}

    def _further(self) -> dict[str, float | None]:
        limits = {name: getattr(self, name) for name in _FURTHER_LIMITS}
        return {name: value for name, value in limits.items() if value is not None}

    def __eq__(self, other: object) -> bool:
        # An `httpx.Timeout` has the same limits under the same names.
        if not isinstance(other, HttpxGuise) and type(other).__name__ != "Timeout":
            return NotImplemented
        limits = (*_LIMITS, *_FURTHER_LIMITS)
        return all(getattr(self, name) == getattr(other, name, None) for name in limits)

    def __hash__(self) -> int:
        return hash((*self.as_dict().values(), *self._further().items()))

    def __repr__(self) -> str:
        limits = self.as_dict()
        if len(set(limits.values())) == 1:
            limits = {"timeout": self.read}
        limits |= self._further()
        return f"Timeout({', '.join(f'{name}={value}' for name, value in limits.items())})"


def _check_seconds(name: str, value: Any) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not (is_number or value is None or isinstance(value, NotGiven)):
        raise TypeError(f"{name} must be a number of seconds or None, got {value!r}")


def _four_limits(timeout: Any) -> dict[str, float | None]:
    """Spread what `Timeout()` was given over the four limits."""
    if isinstance(timeout, tuple):
        # httpx's short form: (connect, read), or all four.
        padded = (*timeout, None, None)[:4]
        return dict(zip(_LIMITS, padded))
    if isinstance(timeout, NotGiven):
        return dict.fromkeys(_LIMITS)
    if timeout is None or isinstance(timeout, (int, float)):
        return dict.fromkeys(_LIMITS, timeout)
    return {name: getattr(timeout, name) for name in _LIMITS}


def as_timeout(value: Any) -> Timeout:
    """Turn what users pass as `timeout=` into a `Timeout`.

    Accepts seconds, `None` (no limit), a `Timeout`, or any object with the four attributes,
    such as `httpx.Timeout`. Raises `TypeError` for anything else.
    """
    if isinstance(value, Timeout):
        return value
    seconds = isinstance(value, (int, float)) and not isinstance(value, bool)
    has_limits = all(hasattr(value, name) for name in _LIMITS)
    if value is None or seconds or isinstance(value, tuple) or has_limits:
        return Timeout(value)
    raise TypeError(
        f"timeout must be seconds, None, or a Timeout; got {type(value).__name__} ({value!r})"
    )


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Official names of this module that are loaded when they are asked for."""
        if not name.startswith("_"):
            from importlib import import_module

            found = vars(import_module(f"{__package__}._annotations"))
            if name in found["__all__"]:
                return found[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
