"""What only the official service has: asking for it raises an `AttributeError` that says so."""

from __future__ import annotations

#: Parts of the official client.
RESOURCES = frozenset(
    {"admin", "batches", "containers", "content_provenance_checks", "conversations",
     "decisions", "evals", "files", "fine_tuning", "live", "realtime", "safety", "skills",
     "uploads", "vector_stores", "videos", "webhooks"}
)  # fmt: skip

#: Names of the official module besides the parts of its client.
MODULE_NAMES = frozenset(
    {"AssistantEventHandler", "AsyncAssistantEventHandler", "AsyncAzureOpenAI",
     "AsyncBedrockOpenAI", "AsyncComputerDriver", "AsyncComputerToolset", "AzureOpenAI",
     "BedrockOpenAI", "ComputerDriver", "ComputerToolset", "DataResidency", "ReconnectingEvent",
     "ReconnectingOverrides", "admin_api_key", "azure_ad_token", "azure_ad_token_provider",
     "azure_endpoint", "bedrock_token_provider", "webhook_secret"}
)  # fmt: skip


def not_there(owner: str, name: str, hosted: frozenset[str]) -> str:
    """The text of an `AttributeError`; says more if the official SDK has the name."""
    message = f"{owner} has no attribute {name!r}"
    if name in hosted:
        message += ": only the official service has it, no local server"
    return message
