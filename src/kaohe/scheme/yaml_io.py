"""Scheme files in YAML: read with all problems at once, write as an officer would."""

from __future__ import annotations

from kaohe.scheme.document import Reading, from_plain
from kaohe.scheme.encoding import checked, decode
from kaohe.scheme.findings import Places
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.yaml_read import read_events
from kaohe.scheme.yaml_write import write_text


def read_yaml(data: bytes | str, file: str = "") -> Reading:
    """Read a scheme from YAML.

    Parameters
    ----------
    data
        Content of the file; bytes may be UTF-8, UTF-16 or GBK.
    file
        Its name, for the places in findings.

    Returns
    -------
    Reading
        The spec, None when the document has errors, the place of each node, and all findings.

    Examples
    --------
    >>> reading = read_yaml("id: a\\nid: b\\n", "a.yaml")
    >>> reading.spec is None, sorted({f.code for f in reading.findings})
    (True, ['K006', 'K021'])
    """
    text, findings = decode(data, file) if isinstance(data, bytes) else checked(data, file)
    if text is None:
        return Reading(None, Places(file), tuple(findings))
    content = read_events(text.removeprefix("\ufeff"), file)
    findings += content.findings
    return from_plain(content.root, Places(file, content.places), findings)


def write_yaml(spec: SchemeSpec) -> str:
    """Write a scheme as YAML text; reading it again gives an equal spec."""
    return write_text(spec)
