# Of each module what is in its `__all__`; for Python there is the table in `__init__.py`.
from .speech_create_params import *
from .transcription import *
from .transcription_create_params import *
from .transcription_diarized import *
from .transcription_stream_event import *
from .transcription_verbose import *
from .translation import *
