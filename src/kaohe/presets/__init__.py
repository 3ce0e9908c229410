"""The appraisal regimes that come with Kaohe: scheme, data that score it, and cases an officer can check by hand.

Each regime is a folder: ``README.md`` (what the regime says, what is assumed), ``scheme.yaml``, ``data/`` and
``cases.yaml``. A regime with several schemes has one such folder for each.
"""

from kaohe.presets.catalog import Preset, PresetProblem, copy_preset, list_presets, preset_path

__all__ = ["Preset", "PresetProblem", "copy_preset", "list_presets", "preset_path"]
