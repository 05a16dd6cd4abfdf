"""What can go wrong with learning, each with what to do next."""

from __future__ import annotations

from pathlib import Path

from core.errors import ConflictError, InvalidInputError, NotFoundError, StorageError


class PairNotFoundError(NotFoundError):
    code = "pair_not_found"

    def __init__(self, pair_id: int) -> None:
        super().__init__(f"There is no confirmed pair {pair_id}. Load the list again; it may be gone.")


class ClauseNotFoundError(NotFoundError):
    code = "clause_not_found"

    def __init__(self, entry_id: str, clause_id: str) -> None:
        super().__init__(
            f"Entry '{entry_id}' has no clause '{clause_id}' in its published or newest version. "
            "Load the entry again and choose one of its clauses, or leave the clause out to mean the whole entry."
        )


class EmptyQuestionError(InvalidInputError):
    code = "empty_question"

    def __init__(self) -> None:
        super().__init__("The question has no words. Write it as an enterprise would ask it.")


class QuestionLogError(InvalidInputError):
    code = "question_log"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"The question log '{path}' cannot be read: {reason}. It must be CSV with a header row, or JSON lines, in "
            "UTF-8 or GB18030, with the columns question, entry (title, document number or entry id) and clause."
        )


class ModelNotFoundError(NotFoundError):
    code = "model_not_found"

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no model {number}. `youda models list` shows which there are.")


class ModelInUseError(ConflictError):
    code = "model_in_use"

    def __init__(self, number: int) -> None:
        super().__init__(f"Model {number} is in use. Go to another first: `youda models use N`, 0 for the shipped one.")


class TrainingRunsError(ConflictError):
    code = "training_runs"

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(f"Another training runs on this data folder ({owner}; lock file {path}). Wait until it ends.")


class DamagedModelError(StorageError):
    code = "damaged_model"

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(
            f"Model {number} cannot be used: {reason}. The shipped model serves instead. Restore the folder 'models' "
            "from a backup, go to another model with `youda models use N` (0: the shipped one), or run `youda train`."
        )
