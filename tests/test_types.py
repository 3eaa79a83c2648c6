"""The sentinels, and `Timeout` in the shapes of `httpx.Timeout`."""

from __future__ import annotations

import copy
import pickle
from types import SimpleNamespace
from typing import Any

import pytest

from openai_local import NOT_GIVEN, NotGiven, Omit, Timeout, not_given, omit
from openai_local._types import as_timeout, is_given

# -- sentinels -------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "text"), [(NOT_GIVEN, "NOT_GIVEN"), (omit, "omit")])
def test_sentinels_are_false(value: object, text: str) -> None:
    """Both sentinels are false and show their name."""
    assert not value
    assert text == repr(value)


def test_the_names_of_the_sentinels() -> None:
    """Both spellings of `not_given` are one object."""
    assert NOT_GIVEN is not_given


@pytest.mark.parametrize("value", [NOT_GIVEN, omit, NotGiven(), Omit()])
def test_sentinels_are_not_given(value: object) -> None:
    """Any instance of the two classes says "leave it out", also a copy from another process."""
    assert not is_given(value)
    assert not is_given(copy.deepcopy(value))
    assert not is_given(pickle.loads(pickle.dumps(value)))


@pytest.mark.parametrize("value", [None, False, 0, "", [], NotGiven])
def test_everything_else_is_given(value: object) -> None:
    """None and other false values are values."""
    assert is_given(value)


# -- Timeout ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timeout", "expected"),
    [
        (Timeout(30), (30, 30, 30, 30)),
        (Timeout(0.5), (0.5, 0.5, 0.5, 0.5)),
        (Timeout(None), (None, None, None, None)),
        (Timeout(timeout=600, connect=5.0), (5.0, 600, 600, 600)),
        (Timeout(600, read=None), (600, None, 600, 600)),
        (Timeout(None, read=1), (None, 1, None, None)),
        (Timeout(connect=1, read=2, write=3, pool=4), (1, 2, 3, 4)),
        (Timeout(connect=None, read=None, write=None, pool=None), (None, None, None, None)),
        (Timeout((1, 2)), (1, 2, None, None)),
        (Timeout((1, 2, 3)), (1, 2, 3, None)),
        (Timeout((1, 2, 3, 4)), (1, 2, 3, 4)),
        (Timeout(Timeout(30, connect=5)), (5, 30, 30, 30)),
        (Timeout(Timeout(30), read=9), (30, 9, 30, 30)),
        (Timeout(SimpleNamespace(connect=1, read=2, write=3, pool=4)), (1, 2, 3, 4)),
    ],
)
def test_the_shapes_of_a_timeout(timeout: Timeout, expected: tuple[float | None, ...]) -> None:
    """One number for all, keywords for single limits, a tuple, or another timeout."""
    assert expected == (timeout.connect, timeout.read, timeout.write, timeout.pool)
    assert dict(zip(("connect", "read", "write", "pool"), expected)) == timeout.as_dict()


def test_limits_of_our_own() -> None:
    """`first_token` and `total` are no limits unless given, and survive a copy."""
    timeout = Timeout(30, first_token=600, total=900)

    assert (None, None) == (Timeout(30).first_token, Timeout(30).total)
    assert (30, 600, 900) == (timeout.read, timeout.first_token, timeout.total)
    assert (5, 600, 900) == tuple(
        getattr(Timeout(timeout, read=5), name) for name in ("read", "first_token", "total")
    )
    assert Timeout(timeout, first_token=None, total=None) == Timeout(30) != timeout
    assert "Timeout(timeout=30, first_token=600, total=900)" == repr(timeout)
    assert 2 == len({timeout, Timeout(timeout), Timeout(30)})
    with pytest.raises(TypeError, match="total must be a number of seconds or None, got '5'"):
        Timeout(30, total="5")  # type: ignore[arg-type]
    # What httpx's own class takes.
    assert {"connect", "read", "write", "pool"} == set(timeout.as_dict())


@pytest.mark.parametrize(
    ("limits", "missing"),
    [
        ({}, "connect, read, write, pool"),
        ({"connect": 5}, "read, write, pool"),
        ({"connect": 5, "read": 5, "write": None}, "pool"),
    ],
)
def test_a_timeout_needs_a_default(limits: dict[str, Any], missing: str) -> None:
    """Some limits without a default are a ValueError that names the others."""
    with pytest.raises(ValueError, match=f"missing: {missing}$"):
        Timeout(**limits)


def test_timeouts_are_values() -> None:
    """Equal limits are equal timeouts, also as keys and through pickle and copy."""
    timeout = Timeout(30, connect=5)

    assert Timeout(connect=5, read=30, write=30, pool=30) == timeout
    assert Timeout(30) != timeout
    assert timeout != (5, 30, 30, 30)
    assert {timeout: 1}[Timeout(30, connect=5.0)] == 1
    assert timeout == copy.copy(timeout) == pickle.loads(pickle.dumps(timeout))


@pytest.mark.parametrize(
    ("timeout", "expected"),
    [
        (Timeout(30.0), "Timeout(timeout=30.0)"),
        (Timeout(None), "Timeout(timeout=None)"),
        (Timeout(30, connect=5), "Timeout(connect=5, read=30, write=30, pool=30)"),
    ],
)
def test_the_repr_of_a_timeout(timeout: Timeout, expected: str) -> None:
    """The repr is that of `httpx.Timeout`."""
    assert expected == repr(timeout)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, Timeout(5)),
        (0.5, Timeout(0.5)),
        (None, Timeout(None)),
        ((1, 2), Timeout((1, 2))),
        (SimpleNamespace(connect=1, read=2, write=3, pool=4), Timeout((1, 2, 3, 4))),
    ],
)
def test_what_is_taken_for_a_timeout(value: object, expected: Timeout) -> None:
    """Seconds, None, a tuple and any object with the four limits, such as `httpx.Timeout`."""
    assert expected == as_timeout(value)


def test_a_timeout_stays_itself() -> None:
    """A `Timeout` is handed through."""
    timeout = Timeout(5)

    assert timeout is as_timeout(timeout)


@pytest.mark.parametrize("value", ["5", True, [1, 2], {"read": 5}, NOT_GIVEN, b"5", object()])
def test_what_is_no_timeout(value: object) -> None:
    """Anything else is a TypeError that shows what was given."""
    with pytest.raises(TypeError) as caught:
        as_timeout(value)

    assert (
        f"timeout must be seconds, None, or a Timeout; got {type(value).__name__} ({value!r})"
    ) == str(caught.value)


def test_a_file_is_no_timeout() -> None:
    """That something can be `read` doesn't make it a timeout."""
    with open(__file__) as file, pytest.raises(TypeError, match="got TextIOWrapper"):
        as_timeout(file)
