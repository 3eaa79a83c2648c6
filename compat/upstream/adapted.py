"""A pytest plugin for our side of `compat.upstream`, for a wanted difference.

The newest official SDK warns that some endpoints of the service are going away; those of a local
server aren't. Its tests of these endpoints expect the warning and would all fail without.
"""

from __future__ import annotations

import pytest
from typing_extensions import deprecated

from openai_local.resources import images
from openai_local.resources.audio import translations

DEPRECATED = [
    (images.Images, "create_variation"),
    (images.AsyncImages, "create_variation"),
    (translations.Translations, "create"),
    (translations.AsyncTranslations, "create"),
]


def pytest_configure(config: pytest.Config) -> None:
    # They are not deprecated in older versions, whose tests take any warning for an error.
    for method in DEPRECATED if config.rootpath.name.startswith("openai-3") else ():
        setattr(method[0], method[1], deprecated("deprecated upstream")(getattr(*method)))
