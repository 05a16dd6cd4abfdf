"""The table of DOMAIN §2.7, row by row: what each rule changes, and what it leaves."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import normalise_for_search
from ingest.cleaning.clean import clean
from ingest.cleaning.edits import EditedText
from ingest.cleaning.rules import RULES, Rule

BODY = "政策正文第一段，满意度提高了。\n政策正文第二段，办事更快了。\n政策正文第三段，材料更少了。\n"


def cleaned(text: str, *, without: str = "") -> str:
    return clean(text, chrome=True, wrapped=True, without=frozenset({without} if without else set())).text


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("C1", "\u00a0" * 8 + "各单位：\n\n\n\u3000\u3000现通知\u2003如下", "各单位：\n现通知 如下"),
        ("C2", "深化政务服务改革,是12,800余件(2022年):好;", "深化政务服务改革，是12,800余件（2022年）：好；"),
        (
            "C3",
            "近年来各级各地大力推进“互联网+政\n务服务”，取得明显成效。",
            "近年来各级各地大力推进“互联网+政务服务”，取得明显成效。",
        ),
        ("C4", "最新原創 要聞 溫州 紹興 衢州 視頻 元宇宙\n" + BODY, BODY.strip()),
        ("C4", "您的位置：首页 > 政务公开 > 文件\n" + BODY, BODY.strip()),
        ("C5", BODY + "0\n分享至\n申请入驻\n无障碍浏览", BODY.strip()),
        ("C5", BODY + "【字体：大 中 小】\n打印 关闭\n上一篇：别的文件\n返回顶部", BODY.strip()),
        ("C6", BODY + "特别声明：以上内容为上传\nNotice: the content above\n热点\n别的标题", BODY.strip()),
        ("C6", BODY + "相关推荐\n别的标题一\n别的标题二", BODY.strip()),
        ("C7", "甲市出台办法\n甲市出台办法\n" + BODY, "甲市出台办法\n" + BODY.strip()),
        ("C7", BODY + "另一条新闻\n2024-06-16 10:20:30", BODY.strip()),
        ("C8", BODY + "版权声明：未经许可不得转载\n联系QQ:12345678", BODY.strip()),
        ("C9", "來源:潮新聞 | 撰稿:某某\n責編:某某\n審核:某某\n" + BODY, BODY.strip()),
        ("C10", BODY + "新聞熱線:139 0000 0000", BODY.strip()),
        ("C10", BODY + "投稿邮箱：news@example.com QQ群", BODY.strip()),
        ("C10", "欢迎拨打爆料热线：0571-00000000，本报将核实。", "欢迎拨打，本报将核实。"),
        ("C11", "营商环(huán)境", "营商环境"),
        ("C12", "縱向?qū)崿F(xiàn)市", "纵向实现市"),
        ("C14", "企业竞爭" + BODY, "企业竞争" + BODY.strip()),
        ("C17", "第一@@条 为\u200b了规\u00ad范。", "第一条 为了规范。"),
        ("SPLIT", "第二章　规划建设　　第八条　编制规划。", "第二章 规划建设\n第八条 编制规划。"),
    ],
)
def test_what_a_rule_mends(rule: str, before: str, after: str) -> None:
    assert cleaned(before) == after
    assert cleaned(before, without=rule) != after


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("C2", "12,800余件；时间为8:30；网址http://a.cn/b；f(x)=1"),
        ("C3", "青川市人民政府办公室关于印发稳岗办法的通知\n青川府办规〔2024〕3号\n各区人民政府："),
        ("C3", "第一章 总则\n第一条 为了规范管理，制定本办法。\n（一）其他。"),
        ("C4", "一、支持对象 注册地在本区的企业。\n二、其他。"),
        ("C4", "序号 | 名称 | 电话 | 地址 | 邮编 | 备注\n1 | 甲 | 1 | 乙 | 2 | 丙"),
        ("C5", "打印机采购参照本办法执行。\n分享至少两次经验。"),
        ("C6", "相关推荐单位应当在五日内提出意见。\n" + BODY.strip()),
        ("C8", "版权登记费用由财政承担。\n权利声明应当载明。"),
        ("C9", "作者应当提交原件，编辑部审核后发表。"),
        ("C10", "咨询电话：0571-00000000\n联系电话：12345\n投诉举报电话：12315"),
        ("C10", "应征作品投稿邮箱：zhengji@example.gov.cn。"),
        ("C10", "新闻热线由宣传部门设立，投稿应当实名。"),
        ("C11", "十（一）项、（12345平台）、（2022年度版）、十（km）、下载（app）"),
        ("C13", "是否可以申请?可以。"),
        ("C17", "邮箱 zhang@example.com"),
    ],
)
def test_what_a_rule_leaves_alone(rule: str, text: str) -> None:
    assert cleaned(text) == cleaned(text, without=rule)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("許可權", "权限"),
        ("功能表", "菜单"),
        ("資訊", "信息"),
        ("服務水準", "服务水平"),
        ("到府服務", "上门服务"),
    ],
)
def test_taiwan_wording_is_searched_as_mainland_wording_and_shown_as_written(theirs: str, ours: str) -> None:
    assert normalise_for_search(theirs) == normalise_for_search(ours)
    assert normalise_for_search(ours) == ours
    shown = cleaned("協助企業發展，訂定本辦法，並自公布日施行，提供" + theirs)
    assert not shown.endswith(ours)


@pytest.mark.parametrize(
    "text", ["行政许可权", "取水许可权限", "软体动物", "官网路径", "便捷运输", "地方志工作", "多数位于"]
)
def test_words_that_only_contain_a_taiwan_word_are_searched_as_they_are(text: str) -> None:
    assert normalise_for_search(text) == text


def test_every_rule_can_be_switched_off_alone_and_all_together() -> None:
    text = BODY + "分享至\n來源:某报\n环(huán)境,@@\u200b竞爭"
    everything = frozenset(rule.id for rule in RULES) | {"C13", "C18"}
    assert clean(text, chrome=True, wrapped=True, without=everything).text == text
    for rule in everything:
        assert rule not in clean(text, chrome=True, wrapped=True, without=frozenset({rule})).edit_counts


def test_rules_carry_the_numbers_of_the_table() -> None:
    numbered = {f"C{n}" for n in range(1, 19)} - {"C15", "C16", "C18"}
    assert {rule.id for rule in RULES} == numbered | {"SPLIT"}


def test_edits_are_counted_by_rule() -> None:
    counts = clean("环(huán)境,好(一)\u200b", chrome=False, wrapped=False).edit_counts
    assert counts == {"C17": 1, "C11": 1, "C2": 3}


_ANYTHING = st.lists(
    st.one_of(
        st.sampled_from([*"第一条二章（）(),:;。?？@|>《》“”\n\r\t \u3000\u00a0\u200b\u202e\ufeff\x00\x85\ufffd€"]),
        st.sampled_from(
            [*"環境縱向當的看著甲乙丙", "(huán)", "?qū)", "首页 > ", "分享至\n", "\n来源：", "新闻热线：1390000"]
        ),
        st.characters(exclude_categories=()),
    ),
    max_size=60,
).map("".join)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.id}-{rule.edits.__name__}")
@given(text=_ANYTHING)
def test_a_rule_gives_edits_in_order_whatever_the_text(rule: Rule, text: str) -> None:
    position = 0
    for edit in rule.edits(text):
        assert position <= edit.start <= edit.end <= len(text)
        assert edit.replacement != text[edit.start : edit.end]
        assert edit.rule in (rule.id, "C1", "SPLIT")
        position = edit.end


_SETTLED = [rule for rule in RULES if rule.id in ("C17", "C11", "C14", "C2", "C8", "C9")]


@pytest.mark.parametrize("rule", _SETTLED, ids=lambda rule: f"{rule.id}-{rule.edits.__name__}")
@given(text=_ANYTHING)
@example(text="第(huán),")
@example(text="甲(一(二)三),乙")
def test_a_rule_that_looks_at_single_places_has_nothing_left_to_do(rule: Rule, text: str) -> None:
    once = EditedText(text).apply(rule.edits(text)).text
    again = EditedText(once).apply(rule.edits(once)).text
    assert len(again) <= len(once)
    if rule.id in ("C17", "C2", "C8", "C9"):
        assert again == once


@given(_ANYTHING, st.booleans(), st.booleans())
def test_cleaned_text_has_no_blank_line_edge_blank_or_control_character(text: str, chrome: bool, wrapped: bool) -> None:
    result = clean(text, chrome=chrome, wrapped=wrapped)
    for line in result.text.split("\n") if result.text else []:
        assert line == line.strip(" ")
        assert line
    assert not set(result.text) & {"\x00", "\u200b", "\u202e", "\ufeff", "\r", "\x85", "\u3000", "\u00a0"}
    assert all(0 <= start < end <= len(result.text) for start, end in result.damaged)
