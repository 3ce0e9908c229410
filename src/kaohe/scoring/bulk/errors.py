"""Why the bulk engine does not score: wrong data, or a scheme it cannot run."""

from __future__ import annotations


class BulkDataError(ValueError):
    """The data do not fit the scheme; the message says where, what was found and what to do."""


class BulkRefusedError(ValueError):
    """The scheme asks for something the bulk engine cannot do exactly; the message names it. Use ``reference``."""


class UnknownPeriodError(Exception):
    """A period turned up that the first rows did not have; the run starts again with all periods."""
