"""What only the official service has: which names these are, and what is said of them.

Parts of the client (`client.files`) raise an `AttributeError` that says so. Names that programs and
libraries import (`AzureOpenAI`, `openai.types.Batch`) are there: see `_stand_ins`.
"""

from __future__ import annotations

import re

#: Parts of the official client.
RESOURCES = frozenset(
    {"admin", "batches", "containers", "content_provenance_checks", "conversations",
     "decisions", "evals", "files", "fine_tuning", "live", "realtime", "safety", "skills",
     "uploads", "vector_stores", "videos", "webhooks"}
)  # fmt: skip

#: What the package had before version 1 of the official SDK. They are there to say so.
OLD_NAMES = frozenset(
    {"Audio", "ChatCompletion", "Completion", "Customer", "Deployment", "Edit", "Embedding",
     "Engine", "ErrorObject", "File", "FineTune", "FineTuningJob", "Image", "Model", "Moderation"}
)  # fmt: skip

# Both patterns are compiled on first use: at import they would cost more than all the rest.

#: Modules of the official SDK, each with everything below it.
_MODULES = rf"""(resources|types)\.({"|".join(RESOURCES)})(\.|$)
    |types\.(beta|graders)(\.|$)
    |resources\.(audio\.(voices|voice_consents)(\.|$)|beta\.(?!chat(\.|$)))
    |(auth|providers|helpers|_provider|_event_handler|_data_residency)(\.|$)
    |lib\.(azure|bedrock|beta|browser|computer|live|responses_websocket|realtime_translation
          |_realtime|_webhooks|_files|_uploads|_vector_stores|\w+_tool_runner|\w+_auth)(\.|$)
    |lib\.streaming\.(_assistants|agents)(\.|$)"""

_AREAS = "AutoFile|Batch|Container|ContentProvenance|Decision|DeletedSkill|Eval|File|FineTuning"
_AREAS += "|ImageInputReference|OtherFile|Reconnecting|Skill|StaticFile|SyncWebSocket|Upload"
_AREAS += "|VectorStore|Video|Web[sS]ocket"

#: Names in modules that are ours: classes and functions, by their path below the package.
_NAMES = rf"""(Async)?(AzureOpenAI|BedrockOpenAI|AssistantEventHandler|Computer(Driver|Toolset))
    |DataResidency|Reconnecting(Event|Overrides)
    |resources\.(Async)?(Admin|Batches|Containers|ContentProvenanceChecks|Decisions|Evals|Files
        |FineTuning|Safety|Skills|Uploads|VectorStores|Videos|Webhooks)
    |resources\.responses\.(responses\.)?(Async)?Responses\w*Connection\w*
    |lib\.streaming\.(Async)?Assistant\w+
    |pagination\.(Async|Sync)(ConversationCursor|NextCursor|Token)Page
    |types\.({_AREAS})\w*
    |types\.audio\.Voice\w*
    |types\.responses\.Response(Steer\w+|s(Client|Server)Event\w*|WsError)
    |types\.shared(_params)?\.Decision\w*"""


def is_hosted_module(path: str) -> bool:
    """True for a module that holds nothing else; `path` is without the package's name."""
    if _is_in_module(path):
        return True
    # One class per file, named after it: `types.batch_error`.
    package, _, module = path.rpartition(".")
    return bool(module) and is_hosted_name(f"{package}.{module.title().replace('_', '')}")


def is_hosted_name(path: str) -> bool:
    """True for a name in a module of ours; `path` is without the package's name."""
    return re.fullmatch(_NAMES, path.lstrip("."), re.VERBOSE) is not None


def is_hosted(path: str) -> bool:
    """True for a class or function, in a module of ours or one that holds nothing else."""
    name = path.rpartition(".")[2]
    return is_hosted_name(path) or (not name.islower() and _is_in_module(path))


def _is_in_module(path: str) -> bool:
    return re.match(_MODULES, path, re.VERBOSE) is not None


def not_there(owner: str, name: str, hosted: frozenset[str]) -> str:
    """The text of an `AttributeError`; says more if the official SDK has the name."""
    message = f"{owner} has no attribute {name!r}"
    if name in hosted:
        message += ": only the official service has it, no local server"
    return message
