"""What is built on the API's own objects: typed answers, and streams that know their whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import by_name, lazy

_MODULE_OF = by_name(
    """
    _parsing: ResponseFormatT type_to_response_format_param
    _tools: pydantic_function_tool pydantic_responses_function_tool
    """
)

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from ._parsing import (
        ResponseFormatT as ResponseFormatT,
        type_to_response_format_param as type_to_response_format_param,
    )
    from ._tools import (
        pydantic_function_tool as pydantic_function_tool,
        pydantic_responses_function_tool as pydantic_responses_function_tool,
    )
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
