"""Which error is which."""

import openai

for name in [
    "APIError",
    "APIStatusError",
    "APIConnectionError",
    "APITimeoutError",
    "BadRequestError",
    "AuthenticationError",
    "PermissionDeniedError",
    "NotFoundError",
    "ConflictError",
    "UnprocessableEntityError",
    "RateLimitError",
    "InternalServerError",
    "APIResponseValidationError",
    "LengthFinishReasonError",
    "ContentFilterFinishReasonError",
]:
    error = getattr(openai, name)
    print(name, [base.__name__ for base in error.__mro__[1:]])
print(openai.RateLimitError.status_code if hasattr(openai.RateLimitError, "status_code") else None)
