# Of each module what is in its `__all__`; for Python there is the table in `__init__.py`.
from . import (
    audio as audio,
    chat as chat,
    responses as responses,
    shared as shared,
    shared_params as shared_params,
)
from .audio_model import *
from .completion import *
from .completion_create_params import *
from .completion_usage import *
from .embedding import *
from .embedding_create_params import *
from .image import *
from .image_edit_params import *
from .image_generate_params import *
from .image_stream_event import *
from .model import *
from .moderation import *
from .moderation_create_params import *
from .shared import (
    AllModels as AllModels,
    ChatModel as ChatModel,
    ComparisonFilter as ComparisonFilter,
    CompoundFilter as CompoundFilter,
    CustomToolInputFormat as CustomToolInputFormat,
    ErrorObject as ErrorObject,
    FunctionDefinition as FunctionDefinition,
    FunctionParameters as FunctionParameters,
    Metadata as Metadata,
    Reasoning as Reasoning,
    ReasoningEffort as ReasoningEffort,
    ResponseFormatJSONObject as ResponseFormatJSONObject,
    ResponseFormatJSONSchema as ResponseFormatJSONSchema,
    ResponseFormatText as ResponseFormatText,
    ResponseFormatTextGrammar as ResponseFormatTextGrammar,
    ResponseFormatTextPython as ResponseFormatTextPython,
    ResponsesModel as ResponsesModel,
)
