"""Redirects: followed within one server, with method and body kept; anything else is an error.

A redirect to another origin would carry the prompt and the key there.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from .._http import URL, Request, Response

#: How many in a row are followed.
MAX_REDIRECTS = 5
#: These keep method and body; 301 and 302 do so only for a GET.
_KEEPS_METHOD = (307, 308)
_KEEPS_GET = (301, 302)


def redirected(request: Request, response: Response) -> Request | None:
    """The request to send next; None if the response is no redirect or is not followed."""
    status = response.status_code
    if status not in _KEEPS_METHOD and not (status in _KEEPS_GET and request.method == "GET"):
        return None
    target = _target(response)
    if target is None or target.origin != request.url.origin or not request.is_repeatable:
        return None
    return request.replace(url=target)


def redirect_message(response: Response) -> str:
    """Why a redirect was not followed, and what to do."""
    target = _target(response)
    where = "what is no URL" if target is None else target.without_credentials()
    if target is not None and target.origin == response.url.origin:
        return f"{response.url.origin} redirects to {where}, in a circle or without the body."
    return (
        f"{response.url.origin} redirects to {where}, which is not followed, so that the prompt "
        "and the key stay with the configured server. Set base_url to the target if you trust it."
    )


#: What can't stand in a request line.
_UNSENDABLE = r"[\x00-\x20\x7f]"


def _quoted(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _target(response: Response) -> URL | None:
    if "location" not in response.headers:
        return None
    try:
        location = re.sub(_UNSENDABLE, _quoted, response.headers["location"].strip())
        target = URL(urljoin(response.url, location))
        is_usable = target.scheme in ("http", "https") and bool(target.origin)
    except ValueError:
        return None
    return target if is_usable else None
