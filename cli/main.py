"""`youda`: one command per thing an operator does. Errors are one sentence on stderr, never a traceback.

Commands import what they run inside themselves: `youda petitions due` must not wait for databases and indexes to load.
"""

from __future__ import annotations

import os
import sys

import typer

from cli import (
    asking,
    auditing,
    backups,
    base,
    bench,
    configuration,
    deadlines,
    evaluation,
    gaps,
    golden,
    ingestion,
    issues,
    models,
    people,
    reporting,
    server,
    templates,
    training,
)
from cli.output import stderr
from core.errors import AppError
from core.logging import configure_logging
from core.messages import message

EXIT_FAILED, EXIT_INTERRUPTED = 1, 130


def build_app() -> typer.Typer:
    """Return the command with all its sub-commands."""
    app = typer.Typer(
        name="youda",
        help=message("cli.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for module in (
        server,
        ingestion,
        asking,
        evaluation,
        golden,
        bench,
        base,
        backups,
        training,
        models,
        people,
        configuration,
        deadlines,
        auditing,
        reporting,
        gaps,
        issues,
        templates,
    ):
        module.register(app)
    return app


def main() -> None:
    """Run the command of the command line; exit 0 when it worked, 1 when it did not, 2 for wrong usage."""
    configure_logging(level=os.environ.get("YOUDA_LOG_LEVEL", "warning"), human=sys.stderr.isatty())
    try:
        build_app()()
    except AppError as error:
        sentence = f"{error.message} {'; '.join(error.details.values())}".strip()
        _fail(sentence)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output went away (`youda ask … | head`): nothing is left to tell anybody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except Exception as error:  # the last line of defence: a sentence for people, the rest on request
        if os.environ.get("YOUDA_LOG_LEVEL") == "debug":
            raise
        _fail(message("cli.unexpected", kind=type(error).__name__, detail=str(error)[:300]))


def _fail(sentence: str) -> None:
    stderr().print(sentence, style="red", markup=False)
    sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
