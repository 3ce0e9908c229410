"""The line on every page of the demo: that all of it is made up, and how far the year is told."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from kaohe.office.demo.folder import progress_of

_MAIN = re.compile(rb"<main[^>]*>")
_WORDS = "演示：单位、人员、数字均为虚构 · Demo: units, people and figures are made up"
_TELLING = "{} · 正在生成 2026 年数据 {}%，刷新可见 · the year is being told, {} %: reload to see more"


class Banner:
    """Puts the line where the page's own content begins; fragments and files pass as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            opening = _MAIN.search(response.content)
            if opening:
                at = opening.end()
                response.content = response.content[:at] + _line() + response.content[at:]
        return response


def _line() -> bytes:
    done = progress_of(settings.KAOHE_DATA)
    words = _WORDS if done is None else _TELLING.format(_WORDS, done, done)
    return format_html(
        '<div class="kaohe-demo border border-warning rounded small px-2 py-1 mb-2" role="note">{}</div>', words
    ).encode()
