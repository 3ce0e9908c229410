"""Icons: symbols of one sprite, decoration beside a word and never instead of it."""

from __future__ import annotations

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "kaohe/vendor/tabler-icons-3.51.0/sprite.svg"


@cache
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon by its Tabler name; ``tools/vendor.py --icons`` puts new names into the sprite."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static(SPRITE),
        name,
    )
