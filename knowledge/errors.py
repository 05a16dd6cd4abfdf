"""What can go wrong with knowledge, each with what to do next."""

from __future__ import annotations

from core.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError, StorageError
from core.messages import message


class EntryNotFoundError(NotFoundError):
    code = "entry_not_found"

    def __init__(self, entry_id: str, version: int | None = None) -> None:
        which = f"'{entry_id}'" if version is None else f"'{entry_id}' version {version}"
        super().__init__(f"There is no knowledge entry {which}. Check the address, or search for its title.")


class StaleEntryError(ConflictError):
    code = "stale_entry"

    def __init__(self, entry_id: str, version: int) -> None:
        super().__init__(
            f"Somebody else changed entry '{entry_id}' version {version} meanwhile. "
            "Load it again, compare, and repeat your change; nothing was overwritten."
        )


class WrongStatusError(ConflictError):
    code = "wrong_status"

    def __init__(self, action: str, status: str, allowed: str) -> None:
        super().__init__(f"Cannot {action} a version that is {status}; this needs status {allowed}.")


class OwnWorkError(NotAllowedError):
    code = "own_work"

    def __init__(self) -> None:
        super().__init__("An author may not review own work. Ask another reviewer.")


class OtherRegionError(NotAllowedError):
    code = "other_region"

    def __init__(self, region: str, bound: str) -> None:
        super().__init__(
            f"This entry is of division {region}; your account works on {bound} and below. "
            "Ask a colleague of that division, or an administrator to widen your region."
        )


class IncompleteEntryError(InvalidInputError):
    """The publish guard found something; `details` names every field."""

    code = "incomplete_entry"

    def __init__(self, details: dict[str, str]) -> None:
        super().__init__(f"{len(details)} things must be completed before this can be submitted.", details=details)


class DuplicateEntryError(ConflictError):
    """The base holds this already, as `entry_id` called `title`; `rule` says by which rule of DOMAIN §2.3."""

    code = "duplicate_entry"

    def __init__(self, entry_id: str, title: str, rule: str) -> None:
        why = message(f"duplicate.{rule}", title=title)
        super().__init__(
            f"This is already in the base as '{entry_id}'. Change that entry instead.", details={"title": why}
        )
        self.entry_id, self.title, self.rule = entry_id, title, rule


class NothingToCompareError(NotFoundError):
    code = "nothing_to_compare"

    def __init__(self, entry_id: str, version: int) -> None:
        super().__init__(f"'{entry_id}' version {version} has no version before it. Name one with `against`.")


class RelationNotFoundError(NotFoundError):
    code = "relation_not_found"

    def __init__(self, relation_id: int) -> None:
        super().__init__(f"There is no relation {relation_id}. Load the work list again; it may be resolved already.")


class IndexStateError(StorageError):
    """The index cannot be used as it is; `youda reindex` builds a new one beside it."""

    code = "index_state"


class DimensionMismatchError(IndexStateError):
    code = "dimension_mismatch"

    def __init__(self, index: str, expected: int, actual: int) -> None:
        super().__init__(
            f"Index '{index}' holds {expected}-dimensional vectors but the embedder makes {actual}. "
            "Run `youda reindex`, or set YOUDA_EMBEDDER back to the model the index was built with."
        )
