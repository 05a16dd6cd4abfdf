"""How a clause is cited, without its document's title (DOMAIN §2.5)."""

from __future__ import annotations

from core.text import parse_chinese_numeral
from ingest.clauses.numbering import Mark, to_chinese_numeral
from ingest.clauses.tree import Node, Tree, is_furniture
from knowledge.types import ClauseKind

_MAX_HEADING = 30
_CIRCLED_FIRST = 0x2460
_IN_QUOTES = (ClauseKind.LEVEL1, ClauseKind.LEVEL2)


def label_all(tree: Tree) -> None:
    """Give every node its label. Needs the whole tree: 款 is left out where an article has one."""
    for node in tree.nodes:
        node.label = _label(node)


def _label(node: Node) -> str:
    if is_furniture(node.id):
        return ""
    if node.kind is ClauseKind.INLINE_ITEM:
        return node.parent.label if node.parent else ""
    if node.kind is ClauseKind.ROW:
        return f"{node.parent.label if node.parent else ''}第{node.number}行"
    root = _root_label(node)
    if node.kind is ClauseKind.APPENDIX:
        return root
    if node.kind is ClauseKind.TABLE:
        return f"{root}{'' if root.startswith('附表') else '附表'}{node.number}"
    article = _ancestor(node, ClauseKind.ARTICLE)
    if article is not None:
        return root + _statute(node, article)
    if node.mark in (Mark.PART, Mark.SUBPART, Mark.CHAPTER, Mark.SECTION):
        return root + _division(node)
    return root + _official(node)


def _root_label(node: Node) -> str:
    appendix = _ancestor(node, ClauseKind.APPENDIX)
    if appendix is not None:
        return f"{appendix.word or '附件'}{appendix.number}"
    first = node.id.split(".", 1)[0]
    if first == "n":
        return "印发通知"
    if first.startswith("d") and first[1:].isdecimal():
        return f"第{to_chinese_numeral(int(first[1:]))}部分"
    return ""


def _ancestor(node: Node | None, kind: ClauseKind) -> Node | None:
    while node is not None and node.kind is not kind:
        node = node.parent
    return node


def _statute(node: Node, article: Node) -> str:
    head, _, inserted = article.number.partition("-")
    label = f"第{to_chinese_numeral(int(head))}条" if 0 < int(head) < 10_000 else f"第{head}条"
    if inserted:
        label += f"之{to_chinese_numeral(int(inserted))}"
    for step in _path(node, article):
        if step.kind is ClauseKind.PARAGRAPH and sum(c.kind is ClauseKind.PARAGRAPH for c in article.children) > 1:
            label += f"第{to_chinese_numeral(int(step.number))}款"
        elif step.kind is ClauseKind.ITEM:
            label += f"第（{_numeral(step.number)}）项"
        elif step.kind is ClauseKind.POINT:
            label += f"第{step.number}目"
    return label


def _path(node: Node, top: Node | None) -> list[Node]:
    steps: list[Node] = []
    current: Node | None = node
    while current is not None and current is not top:
        steps.insert(0, current)
        current = current.parent
    return steps


def _division(node: Node) -> str:
    steps = [step for step in _path(node, None) if step.mark is not None and step.mark is not Mark.APPENDIX]
    return "".join(f"第{_numeral(step.number)}{step.mark}" for step in steps)


def _official(node: Node) -> str:
    """Write “二、支持政策（三）”第2点: headings in quotation marks, points and paragraphs behind them."""
    steps = [s for s in _path(node, None) if s.kind is not ClauseKind.APPENDIX]
    quoted, tail = "", ""
    for step in steps:
        if step.kind is ClauseKind.LEVEL1:
            quoted += f"{_numeral(step.number)}、{_short(step.heading)}"
        elif step.kind is ClauseKind.LEVEL2:
            quoted += f"（{_numeral(step.number)}）{'' if quoted else _short(step.heading)}"
        elif step.kind is ClauseKind.LEVEL3:
            tail += f"第{step.number}点"
        elif step.kind is ClauseKind.LEVEL4:
            tail += f"第（{step.number}）小点"
        elif step.kind is ClauseKind.LEVEL5:
            tail += f"第{chr(_CIRCLED_FIRST + int(step.number) - 1)}项"
        elif step.kind is ClauseKind.TEXT and step.heading:
            quoted = _short(step.heading)
        elif step.kind is ClauseKind.TEXT:
            tail += f"第{step.number}段"
        elif step.mark is not None and step is not node:
            quoted = f"第{_numeral(step.number)}{step.mark}"
    return f"“{quoted}”{tail}" if quoted else tail


def _short(heading: str) -> str:
    return heading if len(heading) <= _MAX_HEADING else ""


def _numeral(number: str) -> str:
    value = int(number) if number.isdecimal() else parse_chinese_numeral(number)
    return to_chinese_numeral(value) if value and value < 10_000 else number
