"""The numbered problems of files and cells: T1xx files and sheets, T2xx cells."""

from __future__ import annotations

from kaohe.i18n import mark as _
from kaohe.tables.problems import Kind

_EXPORT = _(
    "Open it in the spreadsheet program, check that it shows the table, and save it again as .xlsx or UTF-8 CSV"
)

NOT_FOUND = Kind("T101", _("the file is not there or cannot be opened"), "", _("Check the path and the permissions"))
UNKNOWN_KIND = Kind(
    "T102",
    _("this kind of file is not read"),
    _("a .csv, .xlsx, .parquet or .docx file"),
    _("Save it as .xlsx or CSV"),
)
NOT_A_TABLE = Kind("T103", _("the content is not what the name says"), _("{expected_content}"), _EXPORT)
EMPTY = Kind("T104", _("there is no table in it"), _("a header row and rows below it"), _("Hand in the filled table"))
ENCRYPTED = Kind(
    "T105", _("the file is protected by a password"), "", _("Remove the password (File > Info > Protect) and save it")
)
TOO_LARGE = Kind(
    "T106",
    _("the file is larger than may be read"),
    _("at most {limit}"),
    _("Delete unused rows, columns and pictures, or split the file"),
)
DAMAGED = Kind("T107", _("the file is damaged"), "", _EXPORT)
ENCODING = Kind(
    "T108", _("the text encoding cannot be told"), _("UTF-8 or GBK/GB18030"), _("Save the file as CSV in UTF-8")
)
LOST_CHARACTERS = Kind(
    "T109",
    _("characters were lost when the file was saved"),
    _("readable text"),
    _("Export the file again from its source in UTF-8: lost characters cannot be restored"),
)
QUOTING = Kind(
    "T110",
    _("quotation marks do not pair up, or one cell is endless"),
    _('each quoted cell closed, inner quotation marks doubled ("")'),
    _("Repair this row, or save the table as .xlsx"),
)
NO_SHEET = Kind("T111", _("there is no such sheet"), _("one of: {sheets}"), _("Name the sheet as it is in the file"))
WHICH_SHEET = Kind(
    "T112", _("several sheets could be meant: {sheets}"), _("one table"), _("Say which sheet, or hide the others")
)
NO_COLUMN = Kind(
    "T113",
    _("the column {column} is missing"),
    _("a header cell {aliases}"),
    _("Add the column, or rename the one that holds it"),
)
DOUBLE_COLUMN = Kind(
    "T114", _("two columns mean {column}"), _("one column"), _("Delete or rename one of them; the first is {first}")
)
LONG_ROW = Kind(
    "T115",
    _("the row has more cells than the header"),
    _("{count} cells"),
    _('Quote cells that hold the separator, e.g. "1,234"'),
)

NOT_A_NUMBER = Kind("T201", _("this is not a number"), _("a number such as 12.5"), _("Write the number only"))
ERROR_CELL = Kind(
    "T202",
    _("the cell holds a spreadsheet error"),
    _("a value"),
    _("Repair the formula; write 0, 不适用 or leave the cell empty, whichever is true"),
)
NO_RESULT = Kind(
    "T203",
    _("the formula was never calculated"),
    _("a value"),
    _("Open the file in the spreadsheet program and save it, or paste values"),
)
NOT_FINITE = Kind(
    "T204", _("NaN and infinity are not figures"), _("a finite number"), _("Write the figure, or leave the cell empty")
)
TOO_BIG = Kind("T205", _("the number is too large"), _("less than {limit}"), _("Check it, or use a larger unit (万元)"))
TOO_PRECISE = Kind(
    "T206", _("the number has too many decimal places"), _("at most {limit}"), _("Round it as the report does")
)
OTHER_UNIT = Kind(
    "T207", _("the unit {unit} is not that of the column"), _("a figure in {expected_unit}"), _("Convert the figure")
)
WHICH_MAGNITUDE = Kind(
    "T208",
    _("{unit} beside the unit {expected_unit} can be read in two ways"),
    _("a plain number in {expected_unit}"),
    _("Write the number without 万 or 亿"),
)
WHICH_SEPARATOR = Kind(
    "T209",
    _("the commas, points or blanks can be read in two ways"),
    _("1,234,567.8 or 1234567.8"),
    _("Write the number without separators"),
)
LOST_DIGITS = Kind(
    "T210",
    _("scientific notation hides digits of this number"),
    _("all digits"),
    _("Format the column as a number without exponent and export it again"),
)
WHICH_NOTHING = Kind(
    "T211",
    _("this can mean zero, not reported or not applicable"),
    _("0, an empty cell or 不适用"),
    _("Write 0 for zero, leave the cell empty if nothing was reported, or write 不适用"),
)
INEXACT = Kind(
    "T212", _("this is a range or an estimate"), _("one exact number"), _("Write the figure that is to be scored")
)
WHICH_DIRECTION = Kind(
    "T213",
    _("whether a rise or a fall is meant must show in the sign"),
    _("5 or -5"),
    _("Write a number with its sign instead of words"),
)
NOT_WHOLE = Kind("T214", _("this is not a whole number"), _("0, 1, 2, …"), _("Write how many there are"))
NOT_A_DATE = Kind("T215", _("this is not a date"), _("2024-03-05"), _("Write year, month and day"))
WHICH_DATE = Kind(
    "T216",
    _("the order of day, month and year can be read in several ways"),
    _("2024-03-05"),
    _("Write the year first"),
)
NOT_A_FLAG = Kind("T217", _("this is not yes or no"), _("是 or 否 (yes/no, √/×, TRUE/FALSE)"), _("Write 是 or 否"))
NO_TEXT = Kind("T218", _("the cell is empty"), _("{column}"), _("Fill it in, or delete the row"))
