"""Tables: what a page says about its rows, and all that a list can do with it."""

from kaohe.office.ui.tables.column import Column, Rank
from kaohe.office.ui.tables.filters import Choice, Filter, Text, UnitWithin
from kaohe.office.ui.tables.show import show_table
from kaohe.office.ui.tables.table import Empty, Table

__all__ = ["Choice", "Column", "Empty", "Filter", "Rank", "Table", "Text", "UnitWithin", "show_table"]
