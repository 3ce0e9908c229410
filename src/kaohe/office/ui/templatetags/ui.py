"""``{% load ui %}``: badges, figures, days, icons, charts, empty states and forms in house style."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template.base import Parser, Token
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kaohe.office.ui import once as tokens
from kaohe.office.ui.charts import Chart
from kaohe.office.ui.forms.layout import laid_out as fields_of
from kaohe.office.ui.icons import icon as drawn_icon
from kaohe.office.ui.tables import Rank, cells

register = template.Library()


@register.simple_tag
def badge(state: Any, label: str = "") -> SafeString | str:
    """Draw the badge of a state."""
    return cells.badge(state, label) if state or state == 0 else ""


@register.simple_tag
def figure(value: Any, unit: str = "") -> SafeString | str:
    """Write an exact number with thousands separators."""
    if value is None or value == "":
        return cells.NOTHING
    return format_html('<span class="kaohe-figure">{}</span>', cells.figure(value, unit))


@register.simple_tag
def day(value: Any) -> str:
    """Write a date as 2026-11-20."""
    return cells.day(value)


@register.simple_tag
def rank(place: Any, before: int | None = None) -> SafeString | str:
    """Draw a place with its movement."""
    if place is None or place == "":
        return cells.NOTHING
    return cells.rank(place if isinstance(place, Rank) else Rank(int(place), before))


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon."""
    return drawn_icon(name, css)


@register.simple_tag
def chart(shown: Chart) -> str:
    """Draw a chart with the table behind it."""
    return render_to_string("ui/chart.html", {"chart": shown})


@register.simple_tag
def empty(text: str, url: str = "", label: str = "") -> str:
    """Say that there is nothing, and what to do next."""
    return render_to_string("ui/empty.html", {"text": text, "url": url, "label": label})


@register.simple_tag
def once() -> SafeString:
    """Write the token of a form that stands without ``laid_out``: a button alone."""
    return format_html('<input type="hidden" name="{}" value="{}">', tokens.FIELD, tokens.new_token())


@register.filter
def laid_out(form: BaseForm) -> SafeString:
    """Render a form's fields in house style."""
    return fields_of(form)


class _Capture(template.Node):
    """Draws its content into a variable: a block stands once in a template, a page's title three times."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        context[self.name] = self.nodelist.render(context)
        return SafeString("")


@register.tag
def capture(parser: Parser, token: Token) -> _Capture:
    """``{% capture name %} … {% endcapture %}``: draw into a variable."""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return _Capture(nodelist, name)
