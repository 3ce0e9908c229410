"""The year as dated scenes: whatever happens first is told first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from kaohe.office.demo.story.stage import Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens on a day."""

    day: date
    play: Callable[[], object]


def play(stage: Stage, scenes: Iterable[Scene], progress: Callable[[int, int], None]) -> None:
    """Play scenes in the order of their days."""
    ordered = sorted(scenes, key=lambda scene: scene.day)
    for number, scene in enumerate(ordered):
        progress(number, len(ordered))
        stage.clock.set(scene.day)
        scene.play()
    progress(len(ordered), len(ordered))
