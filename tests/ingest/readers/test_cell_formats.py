"""Cells are written as the sheet shows them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from ingest.readers.cell_formats import shown


@pytest.mark.parametrize(
    ("value", "format_", "written"),
    [
        (0.3, "0%", "30%"),
        (0.1256, "0.0%", "12.6%"),
        (1234567.5, "#,##0", "1,234,568"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234.5, "#,##0.##", "1,234.5"),
        (2.5, "0", "3"),
        (0, "#,##0;-#,##0;无", "无"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (-5, "0.0", "-5.0"),
        (12, '0"万元"', "12万元"),
        (12, "¥#,##0.00", "¥12.00"),
        (12, "[$¥-804]#,##0", "¥12"),
        (12, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ', "12.00"),
        (7, "000000", "000007"),
        (91320000, "General", "91320000"),
        (10.0, "General", "10"),
        (0.1 + 0.2, "General", "0.3"),
        (1500000, '#,##0.0,"千元"', "1,500.0千元"),
        (3, '[>5]"多";"少"', "3"),
        (3.25, "# ?/?", "3.25"),
        (3, "@", "3"),
        (float("inf"), "0.0", "Infinity"),
        (True, "General", "是"),
        (None, "0", ""),
        (" 文 ", "General", "文"),
    ],
)
def test_a_number_is_written_in_its_format(value: object, format_: str, written: str) -> None:
    assert shown(value, format_) == written


@pytest.mark.parametrize(
    ("value", "format_", "written"),
    [
        (datetime(2024, 1, 5), 'yyyy"年"m"月"d"日"', "2024年1月5日"),
        (datetime(2024, 1, 5), 'yyyy"年"mm"月"', "2024年01月"),
        (datetime(2024, 1, 5), "[$-804]yyyy\\-mm\\-dd;@", "2024-01-05"),
        (datetime(2024, 1, 5), "yyyy/m/d", "2024/1/5"),
        (datetime(2024, 1, 5), "mm-dd-yy", "2024-01-05"),
        (datetime(2024, 1, 5, 9, 7), "yyyy-m-d h:mm", "2024-1-5 9:07"),
        (datetime(2024, 1, 5, 15, 7, 30), "上午/下午h:mm:ss", "下午3:07:30"),
        (datetime(2024, 1, 5), "aaaa", "星期五"),
        (datetime(2024, 1, 5), "General", "2024-01-05"),
        (date(2024, 1, 5), "General", "2024-01-05"),
        (time(9, 30), "h:mm", "9:30"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_a_date_is_written_in_its_format(value: object, format_: str, written: str) -> None:
    assert shown(value, format_) == written
