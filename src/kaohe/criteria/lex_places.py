"""Places in a ranking: 第1名, 前三名, 后2位, 第2-5名, 倒数第1名, 前20%."""

from __future__ import annotations

import re

from kaohe.criteria.numerals import CHINESE_DIGITS, NUMBER, read_number
from kaohe.criteria.tokens import Places

_PLACE = "(?:个名次|个位次|名次|位次|名|位)"
PLACES = (
    rf"(?:倒数|后)?第{NUMBER}(?:{_PLACE})?(?:(?:-|至|到|、|和)(?:倒数)?第?{NUMBER})*{_PLACE}(?:及?以[后上下]|之后)?"
    rf"|(?:倒数第?|后|末|前|最后){NUMBER}(?:{_PLACE}|(?=[的，。；、])|%)"
    rf"|(?<=[名列居位次])(?:第)?{NUMBER}(?:-|至|到){NUMBER}{_PLACE}|{NUMBER}(?:-|至|到){NUMBER}[名位]"
    rf"|{NUMBER}[名位](?:及)?以后"
    rf"|(?<=[名列居位])第[一二三四五六七八九十\d]+(?=[的，。；、得加扣计奖])"
    rf"|第{NUMBER}(?=得\d|加\d|扣\d|计\d|奖\d|减\d)"
    rf"|第{NUMBER}(?:至|-|到)第?{NUMBER}(?=的|得|加|，)|第{NUMBER}(?:及?以后|之后)|第{NUMBER}(?=的?，?(?:得|加|扣|计|奖|减)\d)"
    rf"|(?:最后一名|末位|倒数第一|末名|垫底|最末位)"
    rf"|(?<=[于列居在])[一二三四五]{{2,5}}名"
)
_NUMBERS = re.compile(NUMBER)


def make_places(text: str, start: int, end: int) -> Places | None:
    """Read which places are meant."""
    piece = text[start:end]
    from_end = bool(re.match("倒数|后|末|最后|垫底|最末", piece))
    if re.fullmatch("最后一名|末位|倒数第一|末名|垫底|最末位", piece):
        return Places(start, end, piece, 1, 1, from_end=True)
    run = re.fullmatch(r"([一二三四五]{2,5})名", piece)
    if run and not piece.startswith("十"):
        listed = tuple(CHINESE_DIGITS[char] for char in run[1])
        return Places(start, end, piece, listed[0], listed[-1], listed=listed)
    numbers = [int(n) for text_ in _NUMBERS.findall(piece) if (n := read_number(text_)) is not None and n == int(n)]
    if not numbers:
        return None
    if "%" in piece:
        return Places(start, end, piece, 0, numbers[0], from_end=from_end, percent=True)
    if re.match("前|后|末|最后", piece) and "第" not in piece:
        return Places(start, end, piece, 1, numbers[0], from_end=from_end)
    if re.search("以[后上下]|之后", piece):
        return Places(start, end, piece, numbers[0], None, from_end=from_end)
    is_range = bool(re.search("-|至|到", piece))
    listed = () if is_range else tuple(numbers)
    return Places(start, end, piece, numbers[0], numbers[-1], from_end=from_end, listed=listed)
