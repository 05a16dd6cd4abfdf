"""The lexical index: BM25 by tantivy over pre-segmented streams, in a folder owned by one process."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from knowledge.errors import IndexStateError
from knowledge.index.protocols import Hit, LexicalRecord
from knowledge.index.segment import STREAMS, Segmenter

_HEAP_BYTES = 64_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for stream in STREAMS:
        builder.add_text_field(stream, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class TantivyIndex:
    """A `LexicalIndex`; BM25 uses k1 1.2 and b 0.75, scores are summed over the three streams."""

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._segmenter = segmenter
        self._uncommitted: set[str] = set()
        try:
            self._schema = _schema()
            self._index = tantivy.Index(self._schema, path=str(folder))
            self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            # A process killed in a commit leaves files that no segment refers to. The commit after the next start asks
            # for the same names, and fails if they are still there.
            self._writer.garbage_collect_files()
        except ValueError as error:
            raise IndexStateError(
                f"The lexical index in '{folder.name}' cannot be opened ({error}). Run `youda reindex`; "
                "the database is the truth and nothing is lost."
            ) from error

    def upsert(self, records: Sequence[LexicalRecord]) -> None:
        # An index that is being filled has nothing to replace; deleting anyway would slow a rebuild down.
        stored = self.count() > 0
        for record in records:
            if stored or record.id in self._uncommitted:
                self.delete([record.id])
            self._uncommitted.add(record.id)
            document = tantivy.Document()
            document.add_text("id", record.id)
            for name in STREAMS:
                document.add_text(name, getattr(record.streams, name))
            self._writer.add_document(document)

    def delete(self, ids: Iterable[str]) -> None:
        for key in ids:
            self._writer.delete_documents_by_term("id", key)

    def commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._uncommitted.clear()

    def count(self) -> int:
        return int(self._index.searcher().num_docs)

    def idf(self, words: Iterable[str]) -> dict[str, float]:
        searcher = self._index.searcher()
        total = int(searcher.num_docs)
        holding = {word: searcher.doc_freq("words", word) for word in words}
        return {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in holding.items()}

    def search(self, text: str, *, limit: int) -> list[Hit]:
        streams = self._segmenter.streams(text)
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, name, token, "freq"))
            for name in STREAMS
            for token in dict.fromkeys(getattr(streams, name).split())
        ]
        if not terms or limit < 1:
            return []
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        hits = [Hit(str(searcher.doc(address)["id"][0]), float(score)) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def close(self) -> None:
        """Wait for merges, so that the folder may be removed or copied."""
        self._writer.wait_merging_threads()
