"""Options that several commands share, and the settings they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from core.errors import InvalidInputError, NotFoundError
from core.messages import message
from core.settings import Settings, load_settings

DataOption = Annotated[Path | None, typer.Option("--data", metavar="DIR", help=message("cli.option.data"))]
JsonOption = Annotated[bool, typer.Option("--json", help=message("cli.option.json"))]


def settings_for(data_dir: Path | None) -> Settings:
    """Return the settings of the environment with this data folder. Raises InvalidInputError naming a wrong one."""
    try:
        return load_settings(data_dir=data_dir)
    except ValidationError as error:
        first = error.errors()[0]
        name = "YOUDA_" + str(first["loc"][-1]).upper() if first["loc"] else "YOUDA_*"
        raise InvalidInputError(f"The setting {name} has a value that cannot be used: {first['msg']}.") from error


def expect_base(settings: Settings) -> None:
    """Raise NotFoundError when there is no base to work on, instead of making an empty one."""
    storage = settings.storage
    if storage.database_url is None and not (storage.data_dir / "youda.db").is_file():
        raise NotFoundError(message("cli.no_base", folder=storage.data_dir))
