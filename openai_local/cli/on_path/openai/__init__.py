"""What `import openai` finds in the Python programs that a program under `run` starts.

`python -m openai_local run` puts the directory above on their path. The first import of this
module puts openai_local in its place.
"""

import sys

import openai_local

del sys.modules["openai"]
openai_local.install_as_openai()
