"""What a file is, by its content. Its name only decides between kinds of plain text."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

import charset_normalizer

from core.text import to_simplified
from ingest.errors import UnreadableFileError
from ingest.readers.package import office_kind, open_document_kind


class Format(StrEnum):
    """Formats that a reader exists for, and ones that are recognised in order to say what to do about them."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    WORD = "word"
    SHEET = "sheet"
    CSV = "csv"
    JSON = "json"
    ARCHIVE = "archive"
    OLD_TEXT = "old_text"
    OLD_SHEET = "old_sheet"
    SLIDES = "slides"
    ENCRYPTED = "encrypted"
    MAIL = "mail"
    PACKED = "packed"
    OFD = "ofd"
    IMAGE = "image"
    OTHER = "other"


_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf'\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", Format.ENCRYPTED),
    ("__properties_version1.0", Format.MAIL),
    ("WordDocument", Format.OLD_TEXT),
    ("Workbook", Format.OLD_SHEET),
    ("Book", Format.OLD_SHEET),
    ("PowerPoint Document", Format.SLIDES),
)
_OPEN_DOCUMENTS = {"text": Format.OLD_TEXT, "spreadsheet": Format.OLD_SHEET, "presentation": Format.SLIDES}
_PACKAGES = {
    "word": Format.WORD,
    "sheet": Format.SHEET,
    "binary_sheet": Format.OLD_SHEET,
    "slides": Format.SLIDES,
}
_OFFICE_XML = re.compile(r'progid="(Word|Excel|PowerPoint)\.|<(?:pkg:package|uof:UOF|\w+:wordDocument)\b')
_MAIL = re.compile(r"(?im)^(?:MIME-Version|Received|Return-Path|Message-ID|X-Mailer):\s")
_HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|span|meta|article|h[1-6])\b", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?m)^(?:#{1,6} \S|\|.+\|$|[-*] \S|```)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)


def detect(name: str, content: bytes) -> Format:
    """Return the format of a file. Raises UnreadableFileError for an empty one."""
    if not content.strip(b"\x00 \t\r\n"):
        raise UnreadableFileError("empty", skipped=True, file=name)
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip_format(name, content)
    if content[:8] == _OLE:
        return _ole_format(content)
    if _is_image(content):
        return Format.IMAGE
    if content.startswith(_PACKED) or content[257:262] == b"ustar":
        return Format.PACKED
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Format.OLD_TEXT
    return _text_format(name, content)


def _zip_format(name: str, content: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {member.lower().replace("\\", "/") for member in archive.namelist()}
            kind, open_document = office_kind(archive), open_document_kind(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFileError("damaged", file=name) from error
    if kind is not None:
        return _PACKAGES[kind]
    if open_document is not None:
        return _OPEN_DOCUMENTS.get(open_document, Format.OTHER)
    for part, format_ in (("word/document.xml", Format.WORD), ("xl/workbook.xml", Format.SHEET)):
        if part in members:
            return format_
    if "ofd.xml" in members:
        return Format.OFD
    return Format.OTHER if "[content_types].xml" in members else Format.ARCHIVE


def _ole_format(content: bytes) -> Format:
    """Tell the programs' files apart by the streams they name in the directory, whose entries fill 128 bytes each."""
    for stream, format_ in _OLE_STREAMS:
        name = stream.encode("utf-16-le") + b"\x00\x00"
        start = content.find(name)
        while start >= 0:
            if start % 128 == 0 and content[start + 64 : start + 66] == len(name).to_bytes(2, "little"):
                return format_
            start = content.find(name, start + 1)
    return Format.OLD_TEXT


def _is_image(content: bytes) -> bool:
    return (
        content.startswith(_IMAGES)
        or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")
        or (content[4:8] == b"ftyp" and content[8:12] in _HEIC)
        or (content[:2] == b"BM" and content[6:10] == bytes(4))
    )


def _text_format(name: str, content: bytes) -> Format:
    text, _ = decode(name, content[:200_000], is_part=True)
    suffix = PurePosixPath(name.lower()).suffix
    sample = text.lstrip("\ufeff \t\r\n")
    head = sample[:4000]
    if office := _OFFICE_XML.search(head):
        return {"Excel": Format.OLD_SHEET, "PowerPoint": Format.SLIDES}.get(office[1], Format.OLD_TEXT)
    if suffix in (".mht", ".mhtml"):
        return Format.HTML
    if suffix == ".eml" or len(_MAIL.findall(head)) >= 2:
        return Format.MAIL
    if suffix in (".html", ".htm", ".shtml", ".xhtml") and "<" in head:
        return Format.HTML
    if head[:1] == "<" and len(_HTML.findall(head)) >= 1:
        return Format.HTML
    if suffix in (".json", ".jsonl", ".ndjson") or re.match(r'[\[{]\s*[{"]', head):
        return Format.JSON
    if suffix in (".csv", ".tsv"):
        return Format.CSV
    if len(_HTML.findall(head)) >= 5:
        return Format.HTML
    if suffix in (".md", ".markdown") or (suffix not in (".txt", ".text") and len(_MARKDOWN.findall(head)) >= 3):
        return Format.MARKDOWN
    return Format.TEXT


def decode(name: str, content: bytes, *, is_part: bool = False) -> tuple[str, str]:
    """Return the text of plain bytes and the encoding it was in.

    Byte order marks decide first, then UTF-8, then UTF-16 by its zero bytes, then GB18030 against Big5 by which gives
    more of the commonest characters, then a statistical guess. Raises UnreadableFileError for bytes that are no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    if (text := _strict(content, "utf-8", is_part)) is not None and "\x00" not in text:
        return text, "utf-8"
    if (wide := _utf16(content)) is not None:
        return wide
    candidates = [
        (text, encoding) for encoding in ("gb18030", "big5hkscs") if (text := _strict(content, encoding, is_part))
    ]
    if candidates:
        best = max(candidates, key=lambda candidate: plausibility(candidate[0]))
        if plausibility(best[0]) > 0.2:
            return best
    guess = charset_normalizer.from_bytes(content[:100_000]).best()
    if guess is None or _binary_share(content) > 0.1:
        raise UnreadableFileError("not_text", file=name)
    return content.decode(guess.encoding, errors="replace"), guess.encoding


def _strict(content: bytes, encoding: str, is_part: bool) -> str | None:
    for cut in range(4 if is_part else 1):
        try:
            return content[: len(content) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    # A few broken bytes in a long file are damage, not another encoding.
    text = content.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= len(text) / 500 and encoding != "big5hkscs" else None


def _utf16(content: bytes) -> tuple[str, str] | None:
    sample = content[:4000]
    for encoding, zero in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        try:
            text = content[: len(content) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        if (zero.count(0) > len(zero) / 10 or plausibility(text) > 0.35) and "\x00" not in text[:2000]:
            return text, encoding
    return None


def plausibility(text: str) -> float:
    """Return how much of the Han text is made of the commonest characters, 0..1; Simplified or Traditional alike."""
    sample = to_simplified(text[:3000])
    han = _HAN.findall(sample)
    return sum(character in _COMMON for character in han) / max(len(han), 1) if han else 0.0


def _binary_share(content: bytes) -> float:
    sample = content[:4000]
    return sum(byte < 9 or 13 < byte < 32 for byte in sample) / max(len(sample), 1)
