"""Tell the year while the first pages are being looked at: a process of its own, started with the server."""

from __future__ import annotations

from pathlib import Path

from kaohe.office import environment as env
from kaohe.office.demo import folder as place
from kaohe.office.demo.county import generate


def main() -> None:
    """Tell the year of the demo in ``KAOHE_DATA``, and mark it as ready."""
    from kaohe.office.serve import set_up

    set_up()
    from kaohe.office.demo.tell import tell_year  # its models can be imported from here on

    folder: Path = env.data_folder()
    tell_year(generate(scale=place.scale_of(folder)), lambda done, total: place.note_progress(folder, done, total))
    place.mark_ready(folder)


if __name__ == "__main__":
    main()
