"""How Word writes the numbers of its lists."""

from __future__ import annotations

from ingest.clauses.numbering import to_chinese_numeral

_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
    }
)
_DIGIT_BY_DIGIT = frozenset({"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"})
_FINANCIAL = {
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "japaneseLegal": ("零壱弐参四伍六七八九", "拾百阡"),
}
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_RANGES = {
    "decimalEnclosedCircle": (("\u2460", 1, 20), ("\u3251", 21, 35), ("\u32b1", 36, 50)),
    "decimalEnclosedCircleChinese": (("\u2460", 1, 20), ("\u3251", 21, 35), ("\u32b1", 36, 50)),
    "decimalEnclosedFullstop": (("\u2488", 1, 20),),
    "decimalEnclosedParen": (("\u2474", 1, 20),),
}
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_MAX_VALUE = 10_000


def write_number(value: int, name: str) -> str:
    """Return a number in a format of Word (`w:numFmt`); one that a format cannot write, or is unknown, in digits."""
    if not 0 < value < _MAX_VALUE:
        return str(value)
    if name in _CHINESE:
        return to_chinese_numeral(value)
    if name in _DIGIT_BY_DIGIT:
        return str(value).translate(_HAN_DIGITS)
    if name in _FINANCIAL:
        return _financial(value, *_FINANCIAL[name])
    if name in _CYCLES:
        return _CYCLES[name][value - 1] if value <= len(_CYCLES[name]) else str(value)
    if name in _RANGES:
        return next((chr(ord(c) + value - low) for c, low, high in _RANGES[name] if low <= value <= high), str(value))
    return _western(value, name)


def _western(value: int, name: str) -> str:
    if name in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 20)
        return letter.upper() if name == "upperLetter" else letter
    if name in ("lowerRoman", "upperRoman"):
        return _roman(value) if name == "upperRoman" else _roman(value).lower()
    if name == "decimalZero":
        return f"{value:02}"
    if name in ("decimalFullWidth", "decimalFullWidth2"):
        return str(value).translate(_FULL_WIDTH)
    if name == "numberInDash":
        return f"- {value} -"
    return str(value)


def _roman(value: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        count, value = divmod(value, size)
        written += letters * count
    return written


def _financial(value: int, digits: str, units: str) -> str:
    written = to_chinese_numeral(value)
    written = f"一{written}" if written.startswith("十") else written
    return written.translate(str.maketrans("零一二三四五六七八九十百千", digits + units))
