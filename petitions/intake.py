"""Filing: number, encrypted contact, idempotent submission keys, and finding a petition by its phone tail."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import SHANGHAI
from core.ids import new_id
from core.vault import Vault
from petitions.errors import PetitionNotFoundError, SubmissionKeyReusedError
from petitions.repository import Filing, PetitionRepository
from petitions.types import Contact, Identity, Petition, PetitionDraft, SlaClock, State, Urgency

_TAIL_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Intake:
    """Turns a checked draft into a stored petition with a number."""

    repository: PetitionRepository
    vault: Vault

    def find_filed(self, session: Session, draft: PetitionDraft, now: datetime) -> Petition | None:
        """Return what the draft's submission key filed before; None when it is new.

        Takes the day's number series first, so that two requests with one key queue instead of filing twice.
        Raises SubmissionKeyReusedError when the key filed something else.
        """
        self.repository.lock_number_series(session, now.astimezone(SHANGHAI).date())
        if draft.submission_key is None:
            return None
        filed = self.repository.find_submission(session, draft.submission_key)
        if filed is None:
            return None
        if filed[1] != self._digest(draft):
            raise SubmissionKeyReusedError
        return filed[0]

    def store(self, session: Session, draft: PetitionDraft, now: datetime, accept_by: datetime) -> Petition:
        """Give the draft the next number of the day and store it, contact data encrypted."""
        number = self.repository.next_number(session, now.astimezone(SHANGHAI).date())
        is_anonymous = draft.identity is Identity.ANONYMOUS
        filing = Filing(
            contact_token=None if is_anonymous else self.vault.encrypt(asdict(draft.contact)),
            phone_tail_tag=None if is_anonymous else self._tail_tag(number, draft.contact.phone),
            submission_key=draft.submission_key,
            submission_digest=self._digest(draft) if draft.submission_key else None,
        )
        return self.repository.insert(session, _petition(draft, number, now, accept_by), filing)

    def find(self, session: Session, number: str, phone_tail: str, *, for_update: bool = False) -> Petition:
        """Return the petition of this number and phone tail; one and the same error for every mismatch."""
        tail = _digits(phone_tail)
        petition = self.repository.get(session, normalise_number(number), for_update=for_update)
        if petition is None or len(tail) < _TAIL_DIGITS:
            raise PetitionNotFoundError
        if not self.repository.has_phone_tail(session, petition.id, self._tail_tag(petition.number, tail)):
            raise PetitionNotFoundError
        return petition

    def contact(self, session: Session, petition: Petition) -> Contact | None:
        """Return the decrypted contact data, None for an anonymous petition."""
        token = self.repository.contact_token(session, petition.id)
        return None if token is None else Contact(**self.vault.decrypt(token))

    def _tail_tag(self, number: str, phone: str) -> str:
        """Return a tag bound to the number: equal tails of two petitions do not look alike in the database."""
        return self.vault.tag(f"phone-tail:{number}:{_digits(phone)[-_TAIL_DIGITS:]}")

    def _digest(self, draft: PetitionDraft) -> str:
        told = asdict(draft)
        del told["region_code"]  # it may be looked up, and be known better the second time
        content = json.dumps(told, sort_keys=True, ensure_ascii=False)
        return self.vault.tag(hashlib.sha256(content.encode()).hexdigest())


def normalise_number(number: str) -> str:
    """Return a petition number as it is stored: half-width capitals without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


def _petition(draft: PetitionDraft, number: str, now: datetime, accept_by: datetime) -> Petition:
    return Petition(
        id=new_id("pet"),
        number=number,
        state=State.SUBMITTED,
        title=draft.title,
        content=draft.content,
        demand=draft.demand,
        enterprise_name=draft.enterprise_name,
        credit_code=draft.credit_code,
        region_code=draft.region_code,
        identity=draft.identity,
        nature=draft.nature,
        is_policy_query=draft.is_policy_query,
        urgency=Urgency.NORMAL,
        category_code=draft.category_code,
        channel=draft.channel,
        conversation_id=draft.conversation_id,
        lead_department_code=None,
        submitted_at=now,
        accept_by=accept_by,
        answered_at=None,
        closed_at=None,
        cycle=1,
        rating=None,
        refusal_code=None,
        refusal_channel=None,
        clock=SlaClock(),
        lock=1,
    )
