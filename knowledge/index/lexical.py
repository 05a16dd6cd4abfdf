"""The lexical index: BM25 by tantivy over pre-segmented streams, in a folder owned by one process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from knowledge.errors import IndexStateError
from knowledge.index.protocols import Hit, LexicalRecord, Term
from knowledge.index.segment import STREAMS, Segmenter
from knowledge.index.tokens import FIELDS, lengths

_HEAP_BYTES = 64_000_000
_LENGTHS_FILE = "lengths.json"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for stream in STREAMS:
        builder.add_text_field(stream, stored=False, tokenizer_name="whitespace", index_option="freq")
    for name in ("group", "instrument"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("packed", stored=True)
    return builder.build()


class TantivyIndex:
    """A `LexicalIndex`; BM25 uses k1 1.2 and b 0.75, scores are summed over the three streams."""

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._segmenter = segmenter
        self._uncommitted: set[str] = set()
        self._lengths_file = folder / _LENGTHS_FILE
        self._stored, self._length_sums = self._read_lengths()
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
            for group in record.groups:
                document.add_text("group", group)
            document.add_text("instrument", record.instrument)
            document.add_bytes("packed", record.packed)
            self._writer.add_document(document)
            if record.packed:
                self._stored += 1
                self._length_sums += lengths(record.packed)

    def delete(self, ids: Iterable[str]) -> None:
        for key in ids:
            self._writer.delete_documents_by_term("id", key)

    def commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._uncommitted.clear()
        self._lengths_file.write_text(json.dumps({"stored": self._stored, "sums": self._length_sums.tolist()}), "utf-8")

    def count(self) -> int:
        return int(self._index.searcher().num_docs)

    def idf(self, words: Iterable[str]) -> dict[str, float]:
        listed = list(words)
        return dict(zip(listed, self.rarities("words", listed).tolist(), strict=True))

    def rarities(self, stream: str, tokens: Sequence[str]) -> npt.NDArray[np.float64]:
        searcher = self._index.searcher()
        total = int(searcher.num_docs)
        holding = np.array([searcher.doc_freq(stream, token) for token in tokens], dtype=np.float64)
        return np.log1p(np.maximum(total - holding + 0.5, 0.5) / (holding + 0.5))

    def sizes(self, instruments: Sequence[str]) -> dict[str, int]:
        searcher = self._index.searcher()
        return {name: searcher.doc_freq("instrument", name) for name in instruments}

    def mean_lengths(self) -> npt.NDArray[np.float64]:
        return (self._length_sums / max(self._stored, 1)).reshape(2, len(FIELDS))

    def search(self, text: str, *, limit: int) -> list[Hit]:
        streams = self._segmenter.streams(text)
        tokens = [Term(name, token) for name in STREAMS for token in dict.fromkeys(getattr(streams, name).split())]
        return self.find(tokens, limit=limit)

    def find(self, terms: Sequence[Term], *, limit: int, groups: Sequence[str] = ()) -> list[Hit]:
        if not terms or limit < 1:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, self._query(term)) for term in terms])
        if groups:
            within = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self._schema, "group", list(groups)), 0.0
            )
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, within), (tantivy.Occur.Should, query)])
        searcher = self._index.searcher()
        # Counting all that match would forbid to skip what cannot come among the best.
        found = searcher.search(query, limit, count=False).hits
        stored = (searcher.doc(address) for _, address in found)
        hits = [Hit(d["id"][0], score, d["packed"][0]) for d, (score, _) in zip(stored, found, strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def packed(self, ids: Sequence[str]) -> dict[str, bytes]:
        if not ids:
            return {}
        searcher = self._index.searcher()
        wanted = tantivy.Query.term_set_query(self._schema, "id", list(ids))
        found = (searcher.doc(address) for _, address in searcher.search(wanted, len(ids), count=False).hits)
        return {document["id"][0]: document["packed"][0] for document in found}

    def close(self) -> None:
        """Wait for merges, so that the folder may be removed or copied."""
        self._writer.wait_merging_threads()

    def _query(self, term: Term) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, term.stream, term.token, "freq")
        return query if term.weight == 1.0 else tantivy.Query.boost_query(query, term.weight)

    def _read_lengths(self) -> tuple[int, npt.NDArray[np.int64]]:
        """Return how many passages were stored and the sum of their lengths; averages need no more than that."""
        try:
            raw = json.loads(self._lengths_file.read_text("utf-8"))
            return int(raw["stored"]), np.array(raw["sums"], dtype=np.int64)
        except (OSError, ValueError, KeyError):
            return 0, np.zeros(2 * len(FIELDS), dtype=np.int64)
