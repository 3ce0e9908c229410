"""How the criterion sentences of tests/criteria/corpus are read, by family, with both readings of every wrong one.

    python bench/criteria_corpus.py [family …] [-v]

``-v`` also lists what was refused and what was read otherwise but to the same scores.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.criteria.corpus.compare import ABSTAINED, EQUIVALENT, EXACT, WRONG, Verdict, families, judge

KINDS = (EXACT, EQUIVALENT, ABSTAINED, WRONG)
ANSWERED = ("status", "base", "floor", "cap", "cap_add", "cap_deduct", "clauses", "inputs", "scores")
KEYED = ("status", "base", "floor", "cap", "cap_add", "cap_deduct", "clauses", "inputs", "cases")


def show(kind: str, line: dict[str, Any], verdict: Verdict) -> None:
    print(f"{kind} {line['id']} [{line['points']}] {line['text']}\n    {verdict.why}")
    if kind == ABSTAINED:
        start, end = verdict.answer.get("stopped_at") or (0, 0)
        print(f"    stopped at 『{line['text'][start:end]}』")
        return
    print("    key ", json.dumps({k: line[k] for k in KEYED if k in line}, ensure_ascii=False))
    print(
        "    read",
        json.dumps({k: brief(verdict.answer[k]) for k in ANSWERED if k in verdict.answer}, ensure_ascii=False),
    )


def brief(value: Any) -> Any:
    if isinstance(value, list):
        return [brief(v) for v in value]
    if isinstance(value, dict):
        return {k: v for k, v in value.items() if k not in {"input", "condition", "count", "inputs"}}
    return value


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    options.add_argument("family", nargs="*")
    options.add_argument("-v", "--verbose", action="store_true")
    args = options.parse_args()
    rows = []
    for family, lines in families().items():
        if args.family and family not in args.family:
            continue
        verdicts = [(line, judge(line)) for line in lines]
        rows.append((family, Counter(v.kind for _, v in verdicts)))
        for line, verdict in verdicts:
            if verdict.kind == WRONG or (args.verbose and verdict.kind != EXACT):
                show(verdict.kind, line, verdict)
    print(f"\n{'family':18}{'lines':>7}" + "".join(f"{kind:>12}" for kind in KINDS))
    for family, counts in [*rows, ("all", sum((c for _, c in rows), Counter()))]:
        print(f"{family:18}{counts.total():>7}" + "".join(f"{counts[kind]:>12}" for kind in KINDS))


if __name__ == "__main__":
    main()
