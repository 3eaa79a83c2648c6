"""Types of requests and responses: data only, each module loaded on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._lazy import lazy

# Type checkers need the imports spelled out; tests/types/test_exports.py keeps both lists equal.
_MODULE_OF = {
    "ChatModel": "shared",
    "CompletionUsage": "completion_usage",
    "FunctionDefinition": "shared",
    "FunctionParameters": "shared",
    "Metadata": "shared",
    "ReasoningEffort": "shared",
    "ResponseFormatJSONObject": "shared",
    "ResponseFormatText": "shared",
    "chat": "chat",
    "shared": "shared",
    "shared_params": "shared_params",
}

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from . import chat as chat
    from . import shared as shared
    from . import shared_params as shared_params
    from .completion_usage import CompletionUsage as CompletionUsage
    from .shared import ChatModel as ChatModel
    from .shared import FunctionDefinition as FunctionDefinition
    from .shared import FunctionParameters as FunctionParameters
    from .shared import Metadata as Metadata
    from .shared import ReasoningEffort as ReasoningEffort
    from .shared import ResponseFormatJSONObject as ResponseFormatJSONObject
    from .shared import ResponseFormatText as ResponseFormatText
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF)
