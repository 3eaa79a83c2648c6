"""One file per path of the API. A method turns its parameters into a `Call` and hands it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._hosted import RESOURCES
from .._lazy import by_name, lazy

_MODULE_OF = by_name(
    """
    audio: AsyncAudio Audio
    beta: AsyncBeta Beta
    chat: AsyncChat Chat
    completions: AsyncCompletions Completions
    embeddings: AsyncEmbeddings Embeddings
    images: AsyncImages Images
    models: AsyncModels Models
    moderations: AsyncModerations Moderations
    responses: AsyncResponses Responses
    """
)

__all__ = list(_MODULE_OF)

if TYPE_CHECKING:
    from .audio import AsyncAudio as AsyncAudio, Audio as Audio
    from .beta import AsyncBeta as AsyncBeta, Beta as Beta
    from .chat import AsyncChat as AsyncChat, Chat as Chat
    from .completions import AsyncCompletions as AsyncCompletions, Completions as Completions
    from .embeddings import AsyncEmbeddings as AsyncEmbeddings, Embeddings as Embeddings
    from .images import AsyncImages as AsyncImages, Images as Images
    from .models import AsyncModels as AsyncModels, Models as Models
    from .moderations import AsyncModerations as AsyncModerations, Moderations as Moderations
    from .responses import AsyncResponses as AsyncResponses, Responses as Responses
else:
    __getattr__, __dir__ = lazy(__name__, _MODULE_OF, RESOURCES)
