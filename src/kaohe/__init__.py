"""Kaohe 考核: exact, explained and reproducible performance appraisal of public bodies and their staff."""

__version__ = "0.1.0"
