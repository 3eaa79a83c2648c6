# Of each module what is in its `__all__`; for Python there is the table in `__init__.py`.
from ._datetime_parse import *
from ._logs import SensitiveHeadersFilter as SensitiveHeadersFilter
from ._path import *
from ._proxy import *
from ._reflection import *
from ._streams import *
from ._sync import asyncify as asyncify
from ._transform import *
from ._typing import *
from ._utils import *
