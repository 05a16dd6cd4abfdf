"""Encryption of the columns that hold personal data. The key is YOUDA_SECRET_KEY or a 0600 file in the data folder."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from core.errors import StorageError


def load_or_create_key(path: Path) -> str:
    """Return the secret in `path`; make a random one, readable by the owner only, when there is none."""
    try:
        return path.read_text("utf-8").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        secret = base64.urlsafe_b64encode(os.urandom(32)).decode()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(secret)
        return secret


class Vault:
    """Encrypts, signs and makes look-up tags with keys derived from one secret of any length."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._derive("columns")))

    def encrypt(self, value: dict[str, Any]) -> str:
        """Return `value` encrypted and authenticated, as text for one column."""
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()

    def decrypt(self, token: str) -> dict[str, Any]:
        """Return what `encrypt` was given. Raises StorageError when the key is another one."""
        try:
            value: dict[str, Any] = json.loads(self._fernet.decrypt(token.encode()))
        except InvalidToken as error:
            raise StorageError(
                "Personal data was encrypted with another key. Set YOUDA_SECRET_KEY, or put back the secret.key "
                "file that belongs to this database."
            ) from error
        return value

    def tag(self, value: str) -> str:
        """Return a keyed digest of `value`: equal values have equal tags, nothing else can be read from it."""
        return hmac.new(self._derive("tags"), value.encode(), hashlib.sha256).hexdigest()[:32]

    def signing_key(self, purpose: str) -> str:
        """Return a key for signing tokens of one purpose; keys of two purposes are unrelated."""
        return self._derive(f"sign:{purpose}").hex()

    def _derive(self, purpose: str) -> bytes:
        return hmac.new(self._secret, purpose.encode(), hashlib.sha256).digest()
