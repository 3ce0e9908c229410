"""Read YAML from its events into plain values, with the line and column of every node and all problems at once.

Built on the event stream rather than on the usual loaders because a loader resolves numbers to binary floats, keeps
the last of two equal keys without a word, expands aliases (a bomb of ten lines fills the memory) and recurses as deep
as the file says. Scalars stay text here: only the field they belong to knows whether it wants a number.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.findings import Finding, Path, Place

_ = translator("scheme")

MAX_DEPTH = 40
MAX_NODES = 300_000
MAX_LISTED = 50

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | bool | None"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, bool | None] = {"null": None, "~": None, "": None, "true": True, "false": False}


class _TooMuchError(Exception):
    """Reading stopped: going on would only cost time and memory."""


@dataclass
class _Open:
    """A mapping or list that is being filled."""

    path: Path
    value: dict[str, Plain] | list[Plain]
    key: str | None = None
    is_repeated: bool = False


@dataclass
class YamlText:
    """Outcome of reading: the root value, the place of each node, the findings."""

    file: str
    root: Plain = None
    documents: int = 0
    places: dict[Path, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _stack: list[_Open] = field(default_factory=list)
    _nodes: int = 0

    def report(self, code: str, mark: Any, message: str, proposal: str) -> None:
        """Note a finding at a mark of the text; the same kind is listed at most 50 times."""
        if sum(f.code == code for f in self.findings) < MAX_LISTED:
            self.findings.append(finding(code, self._place(mark), message, proposal))

    def _place(self, mark: Any) -> Place:
        return Place(self.file, line=mark.line + 1, column=mark.column + 1)

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the stream."""
        match event:
            case yaml.DocumentStartEvent():
                self._begin_document(event)
            case yaml.AliasEvent():
                self._refuse(event, f"*{event.anchor}")
                self._put(event, None)
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._open(event, {})
            case yaml.SequenceStartEvent():
                self._open(event, [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()

    def _begin_document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents == 2:
            self.report(
                "K009",
                event.start_mark,
                _("a second document begins here (---)"),
                _("Keep one scheme in one file; delete the line of dashes or split the file."),
            )
            raise _TooMuchError

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.anchor:
            self._refuse(event, f"&{event.anchor}")
        if event.tag and not event.tag.startswith("tag:yaml.org,2002:str"):
            self._refuse(event, event.tag)
        is_plain = event.style is None or event.style == ""
        word = event.value.lower() if is_plain else "-"
        self._put(event, _WORDS.get(word, event.value))

    def _open(self, event: yaml.CollectionStartEvent, value: dict[str, Plain] | list[Plain]) -> None:
        if event.anchor:
            self._refuse(event, f"&{event.anchor}")
        if event.tag and event.tag not in {"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}:
            self._refuse(event, event.tag)
        if len(self._stack) >= MAX_DEPTH:
            self._give_up(event, _("nested deeper than {most} levels").format(most=MAX_DEPTH))
        path = self._put(event, value)
        self._stack.append(_Open(path, value))

    def _put(self, event: yaml.Event, value: Plain) -> Path:
        """Hang a value where it belongs; a mapping takes keys and values in turn."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._give_up(event, _("more than {most} entries").format(most=MAX_NODES))
        if not self._stack:
            self.root = value
            return self._mark((), event)
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            return self._mark((*top.path, len(top.value) - 1), event)
        if top.key is None:
            return self._key(top, event, value)
        path, key = (*top.path, top.key), top.key
        if not top.is_repeated:
            top.value[key] = value
        top.key, top.is_repeated = None, False
        return path

    def _key(self, top: _Open, event: yaml.Event, value: Plain) -> Path:
        top.key = value if isinstance(value, str) else str(value).lower() if value is not None else "null"
        if isinstance(value, dict | list):
            self.report(
                "K005",
                event.start_mark,
                _("a group of fields or a list stands where the name of a field belongs"),
                _("Write `name: value`; text that begins with a bracket needs quotes."),
            )
            top.key = f"[{self._nodes}]"
        path = (*top.path, top.key)
        top.is_repeated = isinstance(top.value, dict) and top.key in top.value
        if top.is_repeated:
            self.report(
                "K006",
                event.start_mark,
                _("the field {key} stands twice; the first is in line {line}").format(
                    key=repr(top.key), line=self.places[path].line
                ),
                _("Keep one of the two: which one counts must not depend on the program that reads it."),
            )
            return (*path, f"#{self._nodes}")
        return self._mark(path, event)

    def _mark(self, path: Path, event: yaml.Event) -> Path:
        self.places[path] = self._place(event.start_mark)
        return path

    def _refuse(self, event: yaml.Event, what: str) -> None:
        self.report(
            "K007",
            event.start_mark,
            _("anchors, aliases and tags are not read: {what}").format(what=what),
            _("Write the value out in each place; text that begins with & or * or ! needs quotes."),
        )

    def _give_up(self, event: yaml.Event, message: str) -> None:
        self.report(
            "K008", event.start_mark, message, _("Reading stopped here. Split the content or take out a level.")
        )
        self.root = None  # half a document would only give findings about what was not read
        raise _TooMuchError


def read_events(text: str, file: str) -> YamlText:
    """Read YAML text into plain values; never raises for bad content, the findings say everything."""
    out = YamlText(file)
    try:
        _take_all(out, text)
    except yaml.YAMLError as error:
        if _is_tab(error):
            return _without_tabs(text, file)
        _syntax(out, error, text)
    return out


def _take_all(out: YamlText, text: str) -> None:
    with suppress(_TooMuchError):
        for event in yaml.parse(text, Loader=_LOADER):
            out.take(event)


def _is_tab(error: yaml.YAMLError) -> bool:
    return "cannot start any token" in str(error)


def _without_tabs(text: str, file: str) -> YamlText:
    """Report every tab in the indentation, then read on as if they were spaces to find the other problems."""
    lines = text.split("\n")
    tabbed = [n for n, line in enumerate(lines) if "\t" in line[: len(line) - len(line.lstrip())]]
    mended = "\n".join(_spaces(line) for line in lines)
    out = YamlText(file)
    for number in tabbed:
        out.report(
            "K004",
            yaml.Mark(file, 0, number, lines[number].index("\t"), "", 0),
            _("the line is indented with a tab"),
            _("Indent with spaces, two a level; editors can convert tabs to spaces."),
        )
    try:
        _take_all(out, mended)
    except yaml.YAMLError as error:
        _syntax(out, error, mended)
    return out


def _spaces(line: str) -> str:
    body = line.lstrip()
    return line[: len(line) - len(body)].replace("\t", "  ") + body


def _syntax(out: YamlText, error: yaml.YAMLError, text: str) -> None:
    mark, problem = yaml.Mark(out.file, 0, 0, 0, "", 0), None
    if isinstance(error, yaml.MarkedYAMLError):
        mark, problem = error.problem_mark or error.context_mark or mark, error.problem
    lines = text.split("\n")
    mark, advice = _advice(lines, mark)
    out.root = None
    out.report("K005", mark, _("YAML cannot be read here: {problem}").format(problem=problem or error), advice)


_WIDE_COLON = re.compile(r"\s*(- )?[\w-]+：")


def _advice(lines: list[str], mark: Any) -> tuple[Any, str]:
    """Guess the mistake from the line that stopped the reader and the one before it, where it often lies."""
    near = [n for n in (mark.line - 1, mark.line) if 0 <= n < len(lines)]
    for number in near:
        if _WIDE_COLON.match(lines[number]):
            column = lines[number].index("：")
            there = yaml.Mark(mark.name, 0, number, column, "", 0)
            return there, _("Use the half-width colon with a space after it (`name: value`), not the full-width ：.")
    if any("［" in lines[n] or "｛" in lines[n] for n in near):
        return mark, _("Use half-width brackets [ ] and { }.")
    return mark, _(
        "Check indentation (same level, same column), quotes and brackets; text with `: ` or ` #` needs quotes."
    )
