"""Where notices go besides the inbox, and what is put into them only on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import InvalidInputError
from petitions.notices.senders import is_address
from petitions.recipients import Recipient, RecipientKind

PHONE, LINK = "{phone}", "{link}"
"""Placeholders that stay in addresses and texts until the last moment: neither phone number nor link is stored."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Where notices go besides the inbox: addresses by recipient ("supervisor:3") or kind of it ("department").

    Raises InvalidInputError for a name or an address that cannot be used.
    """

    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = {kind.value for kind in RecipientKind}
        for name, addresses in self.addresses.items():
            if name.partition(":")[0] not in kinds:
                raise InvalidInputError(
                    f"YOUDA_NOTICE_TARGETS names '{name}', which is no recipient. Begin it with one of: "
                    f"{', '.join(sorted(kinds))}."
                )
            for place, address in enumerate(addresses, start=1):
                if not is_address(address.replace(PHONE, "13800000000")):
                    raise InvalidInputError(
                        f"Address {place} of '{name}' in YOUDA_NOTICE_TARGETS is none that Apprise knows. "
                        "Write it like mailtos://user:password@host or json://host/path."
                    )

    def of(self, recipient: Recipient) -> list[str]:
        """Return the names of the targets of a recipient."""
        names = (str(recipient), recipient.kind.value)
        return [f"{name}#{place}" for name in names for place in range(len(self.addresses.get(name, ())))]

    def address(self, target: str) -> str | None:
        """Return the address of a target; None when the settings no longer have it."""
        name, _, place = target.rpartition("#")
        addresses = self.addresses.get(name, ())
        return addresses[int(place)] if int(place) < len(addresses) else None


NO_TARGETS = Targets()
"""The inbox only, which is the default."""
