"""What can go wrong around conversations."""

from __future__ import annotations

from core.errors import ConflictError, NotFoundError


class ConversationNotFoundError(NotFoundError):
    code = "conversation_not_found"

    def __init__(self) -> None:
        super().__init__(
            "There is no such conversation, or it was cleared. Start a new one; earlier answers stay valid."
        )


class MessageNotFoundError(NotFoundError):
    code = "message_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such answer, or its conversation was cleared. Ask the question again.")


class AlreadyAnsweredError(ConflictError):
    code = "already_answered"

    def __init__(self) -> None:
        super().__init__("This question has an answer already, so there is nothing to wait for.")


class ErasedMessageError(ConflictError):
    code = "message_erased"

    def __init__(self) -> None:
        super().__init__("The words of this conversation were erased on request, so it cannot be asked again.")
