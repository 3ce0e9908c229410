"""What every page's frame needs; computed only when a page draws its frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from kaohe.office.ui import navigation

THEMES = ("auto", "light", "dark")
SCRIPTS = ("settings", "toasts", "panel", "tables", "forms", "drafts", "charts", "signin")
DENSITIES = ("comfortable", "compact")


@dataclass
class Frame:
    """Side bar and settings of one request."""

    request: HttpRequest

    @cached_property
    def groups(self) -> list[navigation.Group]:
        """Lines of the side bar."""
        return navigation.groups(self.request.user, self.request.path)

    @property
    def scripts(self) -> list[str]:
        """Addresses of the small scripts, each for one thing."""
        return [static(f"kaohe/js/{name}.js") for name in SCRIPTS]

    @property
    def theme(self) -> str:
        """Light, dark, or as the device is set."""
        return self._remembered("kaohe-theme", THEMES)

    @property
    def density(self) -> str:
        """How close the rows of tables stand."""
        return self._remembered("kaohe-density", DENSITIES)

    @property
    def demo_logins(self) -> list[tuple[str, str, str]]:
        """Accounts offered on the sign-in page of a demonstration."""
        return list(settings.KAOHE_DEMO_LOGINS)

    @property
    def account_key(self) -> str:
        """What the browser keeps drafts under."""
        return str(getattr(self.request.user, "pk", None) or "")

    def _remembered(self, cookie: str, choices: tuple[str, ...]) -> str:
        value = self.request.COOKIES.get(cookie, "")
        return value if value in choices else choices[0]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the variable ``frame``."""
    return {"frame": Frame(request)}
