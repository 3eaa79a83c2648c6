"""The tree of exceptions: which catches which, what is on them, and how they travel."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

import openai_local
from openai_local import _exceptions as exceptions
from openai_local._exceptions import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ContentFilterFinishReasonError,
    IncompleteStreamError,
    InternalServerError,
    InvalidWebhookSignatureError,
    LengthFinishReasonError,
    NotFoundError,
    OAuthError,
    OpenAIError,
    PermissionDeniedError,
    RateLimitError,
    SubjectTokenProviderError,
    UnprocessableEntityError,
    WebSocketConnectionClosedError,
    WebSocketQueueFullError,
    status_error,
)
from openai_local._http import Headers, Request, Response
from openai_local.types.chat import ChatCompletion, ChatCompletionChunk

BODY = {"message": "m", "code": 500, "param": "p", "type": "t"}


def request() -> Request:
    return Request("POST", "http://h:1/v1/chat/completions", headers={"A": "1"}, body=b"{}")


def response(status: int = 400, headers: dict[str, str] | None = None) -> Response:
    class OpenConnection:
        """A body that is still on its way, as that of an error in a stream."""

        def close(self) -> None:
            """Nothing to close."""

    return Response(
        status,
        headers=Headers(headers or {"X-Request-Id": "r1"}),
        request=request(),
        body=OpenConnection(),  # type: ignore[arg-type]
        content=b"words",
        reason_phrase="Reason",
    )


def completion(**fields: Any) -> ChatCompletion:
    return ChatCompletion.from_json({"id": "c1", "choices": [], **fields})


STATUS_CLASSES = [
    APIStatusError,
    BadRequestError,
    AuthenticationError,
    PermissionDeniedError,
    NotFoundError,
    ConflictError,
    UnprocessableEntityError,
    RateLimitError,
    InternalServerError,
]


def one_of_each() -> list[Exception]:
    """An exception of every class, as it is raised."""
    return [
        OpenAIError("words"),
        APIError("words", request(), body=BODY),
        APIResponseValidationError(response(), "text", message="words"),
        *(cls("words", response=response(), body=BODY) for cls in STATUS_CLASSES),
        OAuthError(response=response(401), body={"error": "e", "error_description": "d"}),
        APIConnectionError(message="words", request=request()),
        APITimeoutError(request(), message="words"),
        IncompleteStreamError(
            message="words",
            request=request(),
            last_chunk=ChatCompletionChunk.from_json({"id": "c1"}),
        ),
        LengthFinishReasonError(completion=completion()),
        ContentFilterFinishReasonError(completion=completion()),
        InvalidWebhookSignatureError("words"),
        SubjectTokenProviderError("words"),
        WebSocketConnectionClosedError("words"),
        WebSocketQueueFullError("words"),
    ]


# -- the tree --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "parent"),
    [
        (OpenAIError, Exception),
        (APIError, OpenAIError),
        (APIResponseValidationError, APIError),
        (APIStatusError, APIError),
        (BadRequestError, APIStatusError),
        (AuthenticationError, APIStatusError),
        (OAuthError, AuthenticationError),
        (PermissionDeniedError, APIStatusError),
        (NotFoundError, APIStatusError),
        (ConflictError, APIStatusError),
        (UnprocessableEntityError, APIStatusError),
        (RateLimitError, APIStatusError),
        (InternalServerError, APIStatusError),
        (APIConnectionError, APIError),
        (APITimeoutError, APIConnectionError),
        (IncompleteStreamError, APIConnectionError),
        (LengthFinishReasonError, OpenAIError),
        (ContentFilterFinishReasonError, OpenAIError),
        (InvalidWebhookSignatureError, ValueError),
        (SubjectTokenProviderError, OpenAIError),
        (WebSocketConnectionClosedError, OpenAIError),
        (WebSocketQueueFullError, OpenAIError),
    ],
)
def test_the_tree(cls: type[Exception], parent: type[Exception]) -> None:
    """Each class stands where it stands in the official SDK."""
    assert (parent,) == cls.__bases__


def test_the_tree_is_complete() -> None:
    """Every public class is in the tests of this file."""
    assert set(exceptions.__all__) == {type(error).__name__ for error in one_of_each()}


def test_the_tree_is_public() -> None:
    """The package itself exports all but one, as the official one does."""
    names = set(exceptions.__all__) - {"SubjectTokenProviderError"}

    assert names <= set(openai_local.__all__)
    assert all(getattr(exceptions, name) is getattr(openai_local, name) for name in names)


def test_tracebacks_name_public_paths() -> None:
    """The line that ends a program says `openai_local.RateLimitError`, which can be caught so."""
    paths = {f"{type(error).__module__}.{type(error).__name__}" for error in one_of_each()}

    assert "openai_local.RateLimitError" in paths
    assert {path for path in paths if "._" in path} == {
        "openai_local._exceptions.SubjectTokenProviderError"
    }


# -- what is on them -------------------------------------------------------------------------


def test_the_fields_of_an_api_error() -> None:
    """Message, request and body as given; code, param and type from the body, the code as text."""
    sent = request()
    error = APIError("words", sent, body=BODY)

    assert ("words", "words", ("words",)) == (error.message, str(error), error.args)
    assert sent is error.request
    assert BODY is error.body
    assert ("500", "p", "t") == (error.code, error.param, error.type)


@pytest.mark.parametrize("body", [None, "text", ["list"], {}, {"code": None}, 5])
def test_a_body_without_fields(body: object) -> None:
    """A body of another shape gives no code, param and type."""
    error = APIError("words", request(), body=body)

    assert (body, None, None, None) == (error.body, error.code, error.param, error.type)


@pytest.mark.parametrize("cls", STATUS_CLASSES)
def test_the_fields_of_a_status_error(cls: type[APIStatusError]) -> None:
    """The response, its status and request id are on the exception."""
    answer = response(499)
    error = cls("words", response=answer, body=None)

    assert answer is error.response
    assert answer.request is error.request
    assert (499, "r1") == (error.status_code, error.request_id)


def test_a_status_error_without_request_id() -> None:
    """Local servers rarely give one."""
    assert status_error("m", response=response(headers={"A": "1"}), body=None).request_id is None


@pytest.mark.parametrize(
    ("cls", "status"),
    [
        (BadRequestError, 400),
        (AuthenticationError, 401),
        (PermissionDeniedError, 403),
        (NotFoundError, 404),
        (ConflictError, 409),
        (UnprocessableEntityError, 422),
        (RateLimitError, 429),
    ],
)
def test_the_status_of_a_class(cls: type[APIStatusError], status: int) -> None:
    """A class for one status says which, and is what that status raises."""
    assert status == cls.status_code
    assert cls is type(status_error("m", response=response(status), body=None))


@pytest.mark.parametrize(
    ("status", "cls"),
    [(500, InternalServerError), (599, InternalServerError), (418, APIStatusError)],
)
def test_the_class_of_other_statuses(status: int, cls: type[APIStatusError]) -> None:
    """Any 5xx is an InternalServerError, the rest the base class."""
    assert cls is type(status_error("m", response=response(status), body=None))


def test_an_answer_that_is_not_valid() -> None:
    """The response is on it; the message is the official one unless another is given."""
    answer = response(200)
    error = APIResponseValidationError(answer, "text")

    assert "Data returned by API invalid for expected schema." == str(error)
    assert (answer, 200, "text") == (error.response, error.status_code, error.body)
    assert "words" == str(APIResponseValidationError(answer, None, message="words"))


def test_connection_errors() -> None:
    """The messages are the official ones unless others are given; there is never a body."""
    sent = request()

    assert "Connection error." == str(APIConnectionError(request=sent))
    assert "Request timed out." == str(APITimeoutError(sent))
    assert "Request timed out." == str(APITimeoutError(request=sent))
    assert (sent, None) == (APITimeoutError(sent).request, APITimeoutError(sent).body)
    assert IncompleteStreamError(message="m", request=sent).last_chunk is None


def test_oauth_errors() -> None:
    """Name and description are taken from the body."""
    error = OAuthError(response=response(401), body={"error": "e", "error_description": "d"})

    assert ("e", "d") == (error.error, str(error))
    assert "OAuth authentication error." == str(OAuthError(response=response(401), body="text"))


def test_finish_reasons() -> None:
    """The completion that can't be parsed is on the exception, its usage in the message."""
    whole = completion(usage={"completion_tokens": 1, "prompt_tokens": 2, "total_tokens": 3})
    error = LengthFinishReasonError(completion=whole)

    assert whole is error.completion
    assert (
        f"Could not parse response content as the length limit was reached - {whole.usage}"
    ) == str(error)
    assert "Could not parse response content as the length limit was reached" == str(
        LengthFinishReasonError(completion=completion())
    )
    assert (
        "Could not parse response content as the request was rejected by the content filter"
    ) == str(ContentFilterFinishReasonError())


# -- how they travel -------------------------------------------------------------------------


def comparable(value: Any) -> Any:
    """The parts of a request or response that can be compared, else the value itself."""
    if isinstance(value, Request):
        return (value.method, value.url, dict(value.headers), value.content, value.timeout)
    if isinstance(value, Response):
        return (value.status_code, value.content, dict(value.headers), comparable(value.request))
    return value


@pytest.mark.parametrize("error", one_of_each(), ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_every_exception_can_be_pickled(error: Exception, protocol: int) -> None:
    """Through pickle and back: same class, same message, same attributes."""
    again = pickle.loads(pickle.dumps(error, protocol))

    assert type(error) is type(again)
    assert (str(error), error.args) == (str(again), again.args)
    assert {name: comparable(value) for name, value in vars(error).items()} == {
        name: comparable(value) for name, value in vars(again).items()
    }


def test_a_response_is_closed_after_pickle() -> None:
    """The connection stays in its process; what was read goes along."""
    error = APIStatusError("m", response=response(), body=None)
    again = pickle.loads(pickle.dumps(error))

    assert (False, True) == (error.response.is_closed, again.response.is_closed)
    assert b"words" == again.response.content


@pytest.mark.parametrize("error", one_of_each(), ids=lambda error: type(error).__name__)
def test_every_exception_can_be_copied(error: Exception) -> None:
    """A copy has the same class and message."""
    again = copy.copy(error)

    assert (type(error), str(error)) == (type(again), str(again))
