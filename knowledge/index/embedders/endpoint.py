"""An embeddings endpoint of the OpenAI protocol as an embedder. The only one that sends text off this process."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np

from core.errors import UpstreamError
from core.logging import get_logger
from knowledge.index.embedders.files import Prefixes, prepared, unit_rows
from knowledge.index.protocols import Vectors

_WORTH_ANOTHER_TRY = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.2, 5.0
_REST_SECONDS = 30.0
_log = get_logger("embeddings")


class EmbeddingsEndpointError(UpstreamError):
    """The endpoint did not answer, or not with the vectors that were asked for."""

    code = "embeddings_endpoint"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"The embeddings endpoint '{url}' cannot be used: {reason}. Check that it runs and that YOUDA_EMBEDDER, "
            "YOUDA_EMBEDDER_MODEL and YOUDA_EMBEDDER_KEY are right, or set YOUDA_EMBEDDER back to 'static'. With "
            "YOUDA_EMBEDDER_DIMENSION set, the server starts without asking it."
        )


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask and how: `retries` after the first try, `batch` texts at once; `dimension` None: ask once."""

    url: str
    model: str
    key: str | None = None
    dimension: int | None = None
    batch: int = 64
    timeout_seconds: float = 20.0
    retries: int = 2


class EndpointEmbedder:
    """Embeds by asking. Vectors are scaled to length 1 here, whatever the endpoint does.

    `embed` (indexing) raises EmbeddingsEndpointError, and the indexer tries again later. `embed_questions` gives rows
    of zeros instead, so that search goes on by words alone; after a failure nothing is asked for half a minute.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        prefixes: Prefixes,
        *,
        pause: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._endpoint, self._prefixes = endpoint, prefixes
        self._url = _embeddings_url(endpoint.url)
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        self._client = httpx.Client(timeout=endpoint.timeout_seconds, headers=headers)
        self._pause, self._now = pause, now
        self._dimension = endpoint.dimension
        self._asking_dimension = threading.Lock()
        self._rest_until = 0.0

    @property
    def name(self) -> str:
        """Model, address and prefixes: the endpoint tells nothing more about which model it runs."""
        address = hashlib.sha256(self._url.encode()).hexdigest()[:8]
        return f"endpoint-{self._endpoint.model}-{address}{self._prefixes.mark}"

    @property
    def dimension(self) -> int:
        """Length of every vector, as set, or else as the endpoint shows when first asked."""
        with self._asking_dimension:
            if self._dimension is None:
                self._dimension = len(self._ask(["policy"], retries=self._endpoint.retries)[0])
            return self._dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one float32 unit row per passage; zeros for an empty text. Raises EmbeddingsEndpointError."""
        return self._embed(texts, self._prefixes.passage, self._endpoint.retries)

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, with the prefix of questions; zeros, and a line in the log, when the endpoint is out of order."""
        if self._now() < self._rest_until:
            return np.zeros((len(texts), self.dimension), dtype=np.float32)
        try:
            return self._embed(texts, self._prefixes.question, retries=0)
        except EmbeddingsEndpointError as error:
            self._rest_until = self._now() + _REST_SECONDS
            _log.warning("embeddings_endpoint_rests", seconds=_REST_SECONDS, detail=error.message)
            return np.zeros((len(texts), self.dimension), dtype=np.float32)

    def _embed(self, texts: Sequence[str], prefix: str, retries: int) -> Vectors:
        dimension, size = self.dimension, self._endpoint.batch
        wanted, places = prepared(texts, prefix)
        batches = [self._ask(wanted[start : start + size], retries=retries) for start in range(0, len(wanted), size)]
        found = np.concatenate(batches) if batches else np.zeros((0, dimension), dtype=np.float32)
        if found.shape[1] != dimension:
            reason = f"its vectors have {found.shape[1]} numbers, not {dimension}"
            raise EmbeddingsEndpointError(self._endpoint.url, reason)
        return unit_rows(found, places, (len(texts), dimension))

    def _ask(self, texts: Sequence[str], *, retries: int) -> Vectors:
        """Return the rows for `texts` as the endpoint gives them, tried once and then up to `retries` times."""
        for left in range(retries, -1, -1):
            try:
                reply = self._client.post(self._url, json=self._body(texts))
            except httpx.HTTPError as error:
                reason, retry_after = f"{type(error).__name__}: {error}", None
            else:
                if reply.is_success:
                    return self._rows(reply, len(texts))
                reason, retry_after = f"it answered with status {reply.status_code}", reply.headers.get("retry-after")
                if reply.status_code not in _WORTH_ANOTHER_TRY:
                    break
            if left:
                self._pause(_pause_seconds(retries - left, retry_after))
        raise EmbeddingsEndpointError(self._endpoint.url, reason)

    def _body(self, texts: Sequence[str]) -> dict[str, Any]:
        return {"model": self._endpoint.model, "input": list(texts), "encoding_format": "float"}

    def _rows(self, reply: httpx.Response, count: int) -> Vectors:
        """Return the rows of a reply in the order asked. Raises EmbeddingsEndpointError when they are not all there."""
        try:
            found = {int(one["index"]): one["embedding"] for one in reply.json()["data"]}
            rows = np.array([found[place] for place in range(count)], dtype=np.float32)
        except (ValueError, KeyError, TypeError) as error:
            reason = f"its answer is not what the protocol says ({type(error).__name__}: {error})"
            raise EmbeddingsEndpointError(self._endpoint.url, reason) from error
        if rows.ndim != 2 or not rows.shape[1] or not np.isfinite(rows).all():
            raise EmbeddingsEndpointError(self._endpoint.url, "its vectors are not rows of finite numbers")
        return rows


def _embeddings_url(url: str) -> str:
    """Return the full address, given it, or the base ("…/v1") that chat clients are given too."""
    plain = url.rstrip("/")
    return plain if plain.endswith("/embeddings") else f"{plain}/embeddings"


def _pause_seconds(tried: int, retry_after: str | None) -> float:
    """Return how long to wait: as the endpoint says in seconds, else twice as long each time; never very long."""
    asked = float(retry_after) if retry_after and retry_after.isdigit() else _FIRST_PAUSE_SECONDS * 2**tried
    return min(asked, _LONGEST_PAUSE_SECONDS)
