# Of each module what is in its `__all__`; for Python there is the table in `__init__.py`.
from .chat_completion import *
from .chat_completion_audio import *
from .chat_completion_chunk import *
from .chat_completion_deleted import *
from .chat_completion_function_tool import *
from .chat_completion_message import *
from .chat_completion_message_param import *
from .chat_completion_message_tool_call import *
from .chat_completion_store_message import *
from .chat_completion_token_logprob import *
from .chat_completion_tool_choice_option_param import *
from .chat_completion_tool_param import *
from .completion_create_params import *
from .completion_list_params import *
from .parsed_chat_completion import *
