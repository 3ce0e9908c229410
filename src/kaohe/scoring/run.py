"""A run (计分批次): a pure function of a scheme version and the facts of a moment, kept so that it can be repeated."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from kaohe.i18n import translator
from kaohe.scheme.model import Scheme
from kaohe.scoring.facts import Dataset
from kaohe.scoring.intake import Results
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import ScoreSheet, to_json

_ = translator("scoring")


class RunMismatchError(ValueError):
    """A run cannot be repeated: the scheme or the data are not those it was made from."""


@dataclass(frozen=True, slots=True)
class Run:
    """One stored run.

    Attributes
    ----------
    scheme_hash, facts_hash
        Content hashes of what was scored.
    as_of
        ISO date the run looked from; None: everything in the data.
    result
        Canonical JSON of the sheet, UTF-8: sorted keys, no spaces, one line feed at the end.
    """

    scheme_hash: str
    facts_hash: str
    as_of: str | None
    result: bytes

    @property
    def result_hash(self) -> str:
        """SHA-256 of the result, in hex."""
        return hashlib.sha256(self.result).hexdigest()

    def repeats(self, other: Run) -> bool:
        """Say whether another run of the same content gave the same bytes."""
        return self == other


def make_run(
    scheme: Scheme, dataset: Dataset, *, as_of: str | None = None, results: Results | None = None
) -> tuple[Run, ScoreSheet]:
    """Score and keep the result in the form that is stored.

    Parameters
    ----------
    scheme, dataset
        What is scored; the run keeps the hash of both.
    as_of, results
        As for `kaohe.scoring.reference.score`.

    Returns
    -------
    tuple
        The run to store, and the sheet it was made from.

    Raises
    ------
    Problems
        With every cell that cannot be scored.
    """
    sheet = score(scheme, dataset, as_of=as_of, results=results)
    return Run(scheme.hash, dataset.hash, as_of, canonical(sheet)), sheet


def rerun(run: Run, scheme: Scheme, dataset: Dataset, *, results: Results | None = None) -> Run:
    """Score again what a run was made from.

    Raises
    ------
    RunMismatchError
        When the scheme or the data have another hash: that would be a new run, not a repetition.
    """
    for name, stored, given in (
        (_("scheme"), run.scheme_hash, scheme.hash),
        (_("data"), run.facts_hash, dataset.hash),
    ):
        if stored != given:
            text = _("the {name} is not the one of this run: stored {stored}, given {given}; take that version")
            raise RunMismatchError(text.format(name=name, stored=stored[:12], given=given[:12]))
    return make_run(scheme, dataset, as_of=run.as_of, results=results)[0]


def canonical(sheet: ScoreSheet) -> bytes:
    """Write a sheet as bytes that depend on its content only."""
    text = json.dumps(to_json(sheet), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"
