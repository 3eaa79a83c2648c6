"""Official private functions: what programs, and the tests of the official SDK, take from them."""

from __future__ import annotations

import asyncio
import importlib
import io
import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, Optional, TypeVar, Union

import pytest
from typing_extensions import NotRequired, Required, TypeAliasType, TypedDict

import openai_local
from openai_local import APIResponse, AsyncStream, BaseModel, OpenAIError, Stream, not_given, omit
from openai_local._extras import MissingDependencyError, has_numpy
from openai_local._extras._common import Optional as OptionalLibrary
from openai_local._files import async_to_httpx_files, deepcopy_with_paths, to_httpx_files
from openai_local._multipart import encode_multipart
from openai_local._platform import OtherPlatform, get_platform
from openai_local._qs import Querystring, parse, stringify
from openai_local._utils import (
    LazyProxy,
    PropertyInfo,
    SensitiveHeadersFilter,
    assert_signatures_in_sync,
    async_maybe_transform,
    asyncify,
    consume_async_iterator,
    consume_sync_iterator,
    deepcopy_minimal,
    extract_files,
    extract_type_arg,
    extract_type_var_from_base,
    function_has_argument,
    get_async_library,
    get_required_header,
    is_annotated_type,
    is_iterable_type,
    is_list_type,
    is_literal_type,
    is_required_type,
    is_sequence_type,
    is_type_alias_type,
    is_union_type,
    json_safe,
    maybe_coerce_boolean,
    maybe_coerce_float,
    maybe_coerce_integer,
    maybe_transform,
    parse_date,
    parse_datetime,
    path_template,
    required_args,
    strip_annotated_type,
    transform,
)
from openai_local._utils._json import openapi_dumps
from openai_local._utils._logs import setup_logging
from openai_local.lib._old_api import APIRemovedInV1
from openai_local.lib.streaming._deltas import accumulate_delta
from openai_local.types import Model

_T = TypeVar("_T")


class Base(Generic[_T]):
    pass


class Derived(Base[_T]):
    pass


class Fixed(Base[bytes]):
    pass


def official(module: str, name: str) -> Any:
    """What is found under the official name; the type checkers don't know where it is at home."""
    return getattr(importlib.import_module(f"openai_local.{module}"), name)


# -- annotations -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ask", "yes", "no"),
    [
        (is_list_type, [list, list[int]], [Sequence[int], tuple]),
        (is_sequence_type, [Sequence, Sequence[int]], [list[int], Iterable[int]]),
        (is_iterable_type, [Iterable[int]], [Sequence[int]]),
        (is_union_type, [Union[int, str], int | str, Optional[int]], [int]),  # noqa: UP007, UP045
        (is_annotated_type, [Annotated[int, 1]], [int]),
        (is_literal_type, [Literal["a"]], [str]),
        (is_required_type, [Required[int]], [NotRequired[int]]),
        (is_type_alias_type, [TypeAliasType("Number", int)], [int]),
    ],
)
def test_questions_about_annotations(ask: Any, yes: list[Any], no: list[Any]) -> None:
    """Each is true of its own kind only."""
    assert all(ask(annotation) for annotation in yes)
    assert not any(ask(annotation) for annotation in no)


def test_what_is_inside_an_annotation() -> None:
    """The type without its wrappers, and the arguments of one."""
    assert int is strip_annotated_type(Required[Annotated[int, "unit"]])
    assert str is extract_type_arg(dict[int, str], 1)
    with pytest.raises(RuntimeError, match="at index 2"):
        extract_type_arg(dict[int, str], 2)


@pytest.mark.parametrize(("typ", "found"), [(Base[int], int), (Derived[int], int), (Fixed, bytes)])
def test_the_argument_of_a_generic_base(typ: Any, found: type) -> None:
    """It is found however the class came by it."""
    assert found is extract_type_var_from_base(typ, generic_bases=(Base,), index=0)


def test_no_generic_base() -> None:
    """What is said then is the caller's."""
    with pytest.raises(RuntimeError, match="no stream"):
        extract_type_var_from_base(int, generic_bases=(Base,), index=0, failure_message="no stream")


def test_types_of_responses_and_streams() -> None:
    """The objects that they stand for."""
    assert Model is official("_response", "extract_response_type")(APIResponse[Model])
    assert Model is official("_streaming", "extract_stream_chunk_type")(AsyncStream[Model])
    is_stream = official("_streaming", "is_stream_class_type")
    assert is_stream(Stream[Model])
    assert not is_stream(Model)


# -- values ----------------------------------------------------------------------------------


def test_conversions_of_text() -> None:
    """Numbers and truth from text; None stays."""
    assert 7 == maybe_coerce_integer("7")
    assert 0.5 == maybe_coerce_float("0.5")
    assert [True, True, False] == [maybe_coerce_boolean(text) for text in ("on", "1", "no")]
    assert maybe_coerce_integer(None) is None is maybe_coerce_float(None)


def test_plain_data_for_json() -> None:
    """Dates become text, whatever can be iterated a list."""
    assert {"a": ["2024-01-02"]} == json_safe({"a": (date(2024, 1, 2),)})
    assert b'{"at":"2024-01-02T00:00:00+00:00","m":{"id":"a"}}' == openapi_dumps(
        {"at": datetime(2024, 1, 2, tzinfo=timezone.utc), "m": Model.construct(id="a")}
    )
    with pytest.raises(TypeError, match="not JSON serializable"):
        openapi_dumps(object())


def test_a_copy_of_containers_only() -> None:
    """Dicts and lists are new, all else is the same."""
    inside = object()
    original = {"a": [{"b": inside}]}
    copied = deepcopy_minimal(original)

    assert copied == original
    assert copied["a"][0] is not original["a"][0]
    assert inside is copied["a"][0]["b"]


def test_headers_by_any_case() -> None:
    """A header is found whatever the case of its name."""
    assert "1" == get_required_header({"X-Request-Id": "1"}, "x-request-id")
    with pytest.raises(ValueError, match="Could not find webhook-id"):
        get_required_header({}, "webhook-id")


# -- functions -------------------------------------------------------------------------------


def test_required_arguments() -> None:
    """Those of one variant must be there, by place or by name."""

    @required_args(["a", "b"], ["c"])
    def function(a: int = 0, *, b: int = 0, c: int = 0) -> int:
        return a + b + c

    assert 3 == function(1, b=2)
    assert 4 == function(c=4)
    with pytest.raises(TypeError, match=r"either \('a' and 'b'\) or \('c'\)"):
        function(1)
    with pytest.raises(TypeError, match=r"takes 1 argument\(s\) but 2 were given"):
        function(1, 2)  # type: ignore[misc]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match="Missing required argument: 'b'"):
        required_args(["a", "b"])(function)(1)


def test_signatures_that_differ() -> None:
    """The difference is named; what is excluded may differ."""

    def one(a: int, b: str) -> None: ...

    def other(a: int) -> None: ...

    assert_signatures_in_sync(other, one)
    assert_signatures_in_sync(one, other, exclude_params={"b"})
    with pytest.raises(AssertionError, match="`b` is missing"):
        assert_signatures_in_sync(one, other)
    assert function_has_argument(one, "b")
    assert not function_has_argument(other, "b")


def test_blocking_functions_in_a_thread() -> None:
    """The loop goes on meanwhile, and the result is awaited."""

    async def main() -> tuple[str, str]:
        return await asyncify(get_async_library)(), get_async_library()

    assert ("false", "asyncio") == asyncio.run(main())


def test_reading_to_the_end() -> None:
    """Iterators are used up."""
    items = iter([1, 2])
    consume_sync_iterator(items)
    assert [] == list(items)
    seen = []

    async def each() -> Any:
        for item in (1, 2):
            seen.append(item)
            yield item

    asyncio.run(consume_async_iterator(each()))
    assert [1, 2] == seen


# -- parameters ------------------------------------------------------------------------------


class Inner(TypedDict, total=False):
    when: Annotated[date, PropertyInfo(alias="At", format="iso8601")]
    hour: Annotated[datetime, PropertyInfo(format="custom", format_template="%H")]


class Params(TypedDict, total=False):
    inner_part: Required[Annotated[Inner | list[Inner], PropertyInfo(alias="innerPart")]]
    numbers: Iterable[int]
    file: Annotated[str | io.IOBase, PropertyInfo(format="base64")]
    by_name: dict[str, Inner]


def test_parameters_in_the_words_of_an_api() -> None:
    """Names, dates and files at every depth; unknown names stay."""
    day = date(2024, 1, 2)
    given: Any = {
        "inner_part": {"when": day, "hour": datetime(2024, 1, 2, 15, tzinfo=timezone.utc)},
        "numbers": iter([1, 2]),
        "file": io.BytesIO(b"hi"),
        "by_name": {"x": {"when": day}},
        "top_k": 1,
        "left_out": omit,
    }

    assert {
        "innerPart": {"At": "2024-01-02", "hour": "15"},
        "numbers": [1, 2],
        "file": "aGk=",
        "by_name": {"x": {"At": "2024-01-02"}},
        "top_k": 1,
    } == transform(given, Params)
    many: Any = {"inner_part": [{"when": day}]}
    assert {"innerPart": [{"At": "2024-01-02"}]} == asyncio.run(async_maybe_transform(many, Params))
    assert maybe_transform(None, Params) is None
    assert {"m": {"id": "a"}} == transform({"m": Model.construct(id="a")}, dict[str, Model])


def test_parameters_in_a_url() -> None:
    """Nested ones, in the four ways to write a list."""
    params = {"a": {"b": [1, True, None]}, "c": None}

    assert "a%5Bb%5D=1&a%5Bb%5D=true" == stringify(params)
    assert "a.b=1%2Ctrue" == Querystring(array_format="comma", nested_format="dots").stringify(
        params
    )
    assert [("a[b][0]", "1"), ("a[b][1]", "true")] == Querystring().stringify_items(
        params, array_format="indices"
    )
    assert [("x[]", "1")] == Querystring(array_format="brackets").stringify_items({"x": [1]})
    assert {"a": ["1", "2"]} == parse("a=1&a=2")
    with pytest.raises(NotImplementedError, match="choose from comma"):
        stringify({"a": [1]}, array_format="other")


def test_paths_of_urls() -> None:
    """Values are encoded, each part of the URL by its own rules."""
    filled = path_template("/a/{x}?q={y}#{z}", x="b/c?", y="d&e", z=None)
    assert "/a/b%2Fc%3F?q=d%26e#null" == filled
    with pytest.raises(KeyError, match="for placeholder"):
        path_template("/{x}")
    with pytest.raises(ValueError, match="dot-segment"):
        path_template("/a/{x}/b", x="..")


# -- files -----------------------------------------------------------------------------------


def test_files_for_httpx(tmp_path: Path) -> None:
    """Path objects are read; plain strings are no paths."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"hi")

    assert {"file": ("a.txt", b"hi")} == to_httpx_files({"file": path})
    assert [("f", ("b", b"hi", "text/plain"))] == asyncio.run(
        async_to_httpx_files([("f", ("b", path, "text/plain"))])
    )
    with pytest.raises(TypeError, match="Expected file types input"):
        to_httpx_files({"file": str(path)})


def test_files_among_parameters() -> None:
    """They are taken out, and named by where they stood; the original stays as it was."""
    paths = [["docs", "<array>", "file"], ["image"]]
    original = {"docs": [{"file": b"1", "n": 1}], "image": b"2", "model": "m"}
    params = deepcopy_with_paths(original, paths)

    assert [("docs[][file]", b"1"), ("image", b"2")] == extract_files(params, paths=paths)
    assert {"docs": [{"n": 1}], "model": "m"} == params
    assert {"docs": [{"file": b"1", "n": 1}], "image": b"2", "model": "m"} == original
    assert [("a[0]", b"1")] == extract_files(
        {"a": [b"1"]}, paths=[["a", "<array>"]], array_format="indices"
    )
    with pytest.raises(RuntimeError, match="Expected entry at `image`"):
        extract_files({"image": 7}, paths=[["image"]])


def test_parts_of_a_form() -> None:
    """Each in its own encoding; what is left is sent as plain fields."""
    encodings = {"offer": ("application/sdp", False), "session": ("application/json", True)}
    params = {"offer": "v=0", "session": {"a": 1}, "model": "m", "left_out": not_given}
    left, parts, content, media_type = encode_multipart(params, None, encodings)

    assert {"model": "m"} == left
    assert [
        ("offer", (None, b"v=0", "application/sdp")),
        ("session", (None, b'{"a":1}', "application/json")),
    ] == parts
    assert (None, "multipart/form-data") == (content, media_type)
    alone = encode_multipart({"offer": "v=0"}, None, encodings, "offer")
    assert (None, None, b"v=0", "application/sdp") == alone
    with pytest.raises(TypeError, match="must be a string"):
        encode_multipart({"offer": 1}, None, encodings)


# -- dates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-02T03:04:05.6Z", datetime(2024, 1, 2, 3, 4, 5, 600_000, timezone.utc)),
        ("2024-1-2 3:04-0130", datetime(2024, 1, 2, 3, 4, tzinfo=timezone(-timedelta(hours=1.5)))),
        (b"2024-01-02T03:04", datetime(2024, 1, 2, 3, 4)),  # noqa: DTZ001
        (1_704_164_645, datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
        ("1704164645000", datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
    ],
)
def test_times(text: Any, expected: datetime) -> None:
    """From ISO 8601 with and without a zone, and from numbers of seconds or milliseconds."""
    assert expected == parse_datetime(text)
    assert expected.date() == parse_date(expected)


def test_days() -> None:
    """From text of a day alone; other text is an error."""
    assert date(2024, 1, 2) == parse_date("2024-01-02")
    for text in ("2024-13-01", "today"):
        with pytest.raises(ValueError, match="invalid date format"):
            parse_date(text)
    with pytest.raises(ValueError, match="invalid datetime format"):
        parse_datetime("2024-01-02")
    with pytest.raises(TypeError, match="expected date"):
        parse_date(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# -- the rest --------------------------------------------------------------------------------


def test_deltas_are_added_up() -> None:
    """Texts and numbers are joined, items of lists by their index."""
    total: dict[Any, Any] = {}
    accumulate_delta(total, {"text": "a", "n": 1, "type": "t", "calls": [{"index": 0, "id": "c"}]})
    accumulate_delta(
        total,
        {"text": "b", "n": 2, "type": "t", "calls": [{"index": 0, "args": "{"}, {"index": 1}]},
    )

    calls = [{"index": 0, "id": "c", "args": "{"}, {"index": 1}]
    assert {"text": "ab", "n": 3, "type": "t", "calls": calls} == total
    with pytest.raises(RuntimeError, match="`index` key"):
        accumulate_delta(total, {"calls": [{}]})


def test_keys_are_hidden_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """In what is logged, not in the program's own headers."""
    log = logging.getLogger("tests.private_functions")
    log.addFilter(SensitiveHeadersFilter())
    headers = {"Authorization": "Bearer key", "Accept": "*/*"}
    log.warning("%s", {"headers": headers})

    assert "{'headers': {'Authorization': '<redacted>', 'Accept': '*/*'}}" == caplog.messages[0]
    assert "Bearer key" == headers["Authorization"]


def test_the_level_of_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """`OPENAI_LOG` names it; another word changes nothing."""
    log = logging.getLogger("openai_local")
    monkeypatch.setattr(log, "level", log.level)
    monkeypatch.setattr(logging.getLogger("openai"), "level", logging.NOTSET)
    for text in ("info", "loud"):
        monkeypatch.setenv("OPENAI_LOG", text)
        setup_logging()
        assert logging.INFO == log.level


def test_libraries_that_may_be_missing() -> None:
    """They are loaded on use; then a missing one is named."""
    assert OptionalLibrary("json").loads("1") == 1
    missing = OptionalLibrary("no_such_library")
    assert not isinstance(missing, dict)
    assert isinstance(missing, LazyProxy)
    with pytest.raises(MissingDependencyError, match="no_such_library is not installed"):
        missing.anything  # noqa: B018
    assert issubclass(MissingDependencyError, OpenAIError)
    assert has_numpy() is (importlib.util.find_spec("numpy") is not None)


@pytest.mark.parametrize("name", ["ChatCompletion", "Completion", "Engine"])
def test_names_before_version_1(name: str) -> None:
    """They are there, and using them says what to do instead."""
    with pytest.raises(APIRemovedInV1, match=rf"openai\.{name}, which is gone.*client = OpenAI"):
        getattr(openai_local, name).create(model="m")


@pytest.mark.parametrize(
    ("system", "long_name", "expected"),
    [
        ("Linux", "Linux-6", "Linux"),
        ("Darwin", "Darwin-iPad7", "iOS"),
        ("", "", "Unknown"),
        ("Plan9", "Plan9-4", "Other:plan9-4"),
    ],
)
def test_what_system_this_is(
    monkeypatch: pytest.MonkeyPatch, system: str, long_name: str, expected: str
) -> None:
    """In the official SDK's words."""
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.platform", lambda: long_name)

    assert expected == str(get_platform())
    assert official("_base_client", "OtherPlatform") is OtherPlatform


def test_functions_about_models() -> None:
    """They check, build and recognise models."""
    validate = official("_models", "validate_type")
    is_basemodel = official("_models", "is_basemodel")

    assert isinstance(official("_models", "build")(Model, id="a"), Model)
    assert (
        "a"
        == validate(
            type_=Model, value={"id": "a", "created": 1, "object": "model", "owned_by": "b"}
        ).id
    )
    with pytest.raises(ValueError, match="owned_by"):
        validate(type_=Model, value={"id": "a", "created": 1, "object": "model"})
    assert is_basemodel(int | Model)
    assert not is_basemodel(dict[str, Model])
    assert issubclass(official("_models", "GenericModel"), BaseModel)


def test_what_is_not_there() -> None:
    """The error names it, as everywhere."""
    assert official("_models", "DISCRIMINATOR_CACHE").get(int) is None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        official("_models", "nothing")
    for module in ("_types", "_streaming", "_response"):
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            official(module, "nothing")


def test_types_for_annotations() -> None:
    """Programs find them beside our own types."""
    assert ("comma", "repeat", "indices", "brackets") == official("_types", "ArrayFormat").__args__
    assert "Any" not in str(official("_types", "Base64FileInput"))


def test_lines_cut_anywhere() -> None:
    """CR, LF and CRLF end a line, also when a CRLF is cut in two."""
    text = b"a\r\nb\rc\n\nd"
    for size in range(1, len(text) + 1):
        decoder = official("_streaming", "_SSELineDecoder")()
        blocks = [text[i : i + size] for i in range(0, len(text), size)]
        lines = [line for block in blocks for line in decoder.feed(block)]
        assert [b"a", b"b", b"c", b"", b"d"] == [*lines, *decoder.finish()]
