"""The exceptions that users catch: the official SDK's tree, and one class of our own (*).

    OpenAIError
     ├─ APIError                          .message .request .body .code .param .type
     │   ├─ APIResponseValidationError    .response .status_code
     │   ├─ APIStatusError                .response .status_code .request_id
     │   │   ├─ BadRequestError           400
     │   │   ├─ AuthenticationError       401
     │   │   │   └─ OAuthError
     │   │   ├─ PermissionDeniedError     403
     │   │   ├─ NotFoundError             404
     │   │   ├─ ConflictError             409
     │   │   ├─ UnprocessableEntityError  422
     │   │   ├─ RateLimitError            429
     │   │   └─ InternalServerError       5xx
     │   └─ APIConnectionError
     │       ├─ APITimeoutError
     │       └─ IncompleteStreamError *   .last_chunk .partial
     ├─ LengthFinishReasonError           .completion
     └─ ContentFilterFinishReasonError    .completion

The classes that only the official service can raise (`OAuthError`, the web socket ones, ...) are
there so that `except` clauses which name them keep working.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ._alias import public_module

if TYPE_CHECKING:
    from ._http import Request, Response
    from .types.chat import ChatCompletion

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "ContentFilterFinishReasonError",
    "IncompleteStreamError",
    "InternalServerError",
    "InvalidWebhookSignatureError",
    "LengthFinishReasonError",
    "NotFoundError",
    "OAuthError",
    "OpenAIError",
    "PermissionDeniedError",
    "RateLimitError",
    "SubjectTokenProviderError",
    "UnprocessableEntityError",
    "WebSocketConnectionClosedError",
    "WebSocketQueueFullError",
]


class OpenAIError(Exception):
    """The base of all exceptions raised here."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Constructors take keywords that Exception's own pickling knows nothing of.
        return _restore, (type(self), self.args, self.__dict__)


def _restore(
    cls: type[OpenAIError], args: tuple[object, ...], state: dict[str, Any]
) -> OpenAIError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class APIError(OpenAIError):
    """A call failed. `body` is the server's error object, or its text; `None` if none came."""

    message: str
    request: Request
    body: object | None
    code: str | None
    param: str | None
    type: str | None

    def __init__(self, message: str, request: Request, *, body: object | None) -> None:
        super().__init__(message)
        self.message = message
        self.request = request
        self.body = body
        fields = body if isinstance(body, dict) else {}
        code = fields.get("code")
        # llama-server and vLLM send a number; the official SDK promises text.
        self.code = None if code is None else str(code)
        self.param = fields.get("param")
        self.type = fields.get("type")


class APIResponseValidationError(APIError):
    """The server's answer is not what the API promises, e.g. HTML where JSON is due."""

    response: Response
    status_code: int

    def __init__(
        self, response: Response, body: object | None, *, message: str | None = None
    ) -> None:
        super().__init__(
            message or "Data returned by API invalid for expected schema.",
            response.request,
            body=body,
        )
        self.response = response
        self.status_code = response.status_code


class APIStatusError(APIError):
    """The server answered with a status of 400 or above."""

    response: Response
    status_code: int
    request_id: str | None

    def __init__(self, message: str, *, response: Response, body: object | None) -> None:
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = response.headers.get("x-request-id")


class APIConnectionError(APIError):
    """No answer came, or it broke off. The cause is in the message and in `__cause__`."""

    def __init__(self, *, message: str = "Connection error.", request: Request) -> None:
        super().__init__(message, request, body=None)


class APITimeoutError(APIConnectionError):
    """The server was silent for longer than the timeout allows."""

    def __init__(self, request: Request, *, message: str = "Request timed out.") -> None:
        super().__init__(message=message, request=request)


class IncompleteStreamError(APIConnectionError):
    """A stream ended before it was complete; what was yielded until then is all there is.

    `last_chunk` is the last object that was yielded, or `None`. From `.stream()`, `partial` is
    the completion or response as far as it came; `None` from a plain stream. Where the server just
    stops, the official SDK ends the stream silently; `OpenAI(strict_streams=False)` only logs it.
    """

    last_chunk: Any
    partial: Any

    def __init__(self, *, message: str, request: Request, last_chunk: Any = None) -> None:
        super().__init__(message=message, request=request)
        self.last_chunk = last_chunk
        self.partial = None


class BadRequestError(APIStatusError):
    status_code: Literal[400] = 400


class AuthenticationError(APIStatusError):
    status_code: Literal[401] = 401


class OAuthError(AuthenticationError):
    error: str | None

    def __init__(self, *, response: Response, body: object | None) -> None:
        fields = body if isinstance(body, dict) else {}
        message = fields.get("error_description") or "OAuth authentication error."
        super().__init__(message, response=response, body=body)
        self.error = fields.get("error")


class PermissionDeniedError(APIStatusError):
    status_code: Literal[403] = 403


class NotFoundError(APIStatusError):
    status_code: Literal[404] = 404


class ConflictError(APIStatusError):
    status_code: Literal[409] = 409


class UnprocessableEntityError(APIStatusError):
    status_code: Literal[422] = 422


class RateLimitError(APIStatusError):
    status_code: Literal[429] = 429


class InternalServerError(APIStatusError):
    """A status of 500 or above."""


class LengthFinishReasonError(OpenAIError):
    """Structured output stopped at the length limit, so that it can't be parsed."""

    completion: ChatCompletion

    def __init__(self, *, completion: ChatCompletion) -> None:
        message = "Could not parse response content as the length limit was reached"
        if completion.usage:
            message += f" - {completion.usage}"
        super().__init__(message)
        self.completion = completion


class ContentFilterFinishReasonError(OpenAIError):
    """Structured output was stopped by the server's content filter."""

    completion: ChatCompletion | None

    def __init__(self, *, completion: ChatCompletion | None = None) -> None:
        super().__init__(
            "Could not parse response content as the request was rejected by the content filter"
        )
        self.completion = completion


class InvalidWebhookSignatureError(ValueError):
    """Only the official service sends webhooks."""


class SubjectTokenProviderError(OpenAIError):
    """Only the official service takes workload identities."""


class WebSocketConnectionClosedError(OpenAIError):
    """Only the official service speaks over web sockets."""


class WebSocketQueueFullError(OpenAIError):
    """Only the official service speaks over web sockets."""


# Tracebacks name them as programs do: `openai_local.RateLimitError`. One is in this module only.
for _name in set(__all__) - {"SubjectTokenProviderError"}:
    globals()[_name].__module__ = public_module()

_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error(message: str, *, response: Response, body: object | None) -> APIStatusError:
    """The exception of the class that belongs to the response's status."""
    default = InternalServerError if response.status_code >= 500 else APIStatusError
    cls = _BY_STATUS.get(response.status_code, default)
    return cls(message, response=response, body=body)
