"""Serve the sample base on a port and write its staff logins to a file: serve_sample.py PORT LOGINS_FILE [INSTANT].

With an INSTANT (ISO 8601) the server's clock begins there.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import uvicorn

from api.app import create_app
from api.runtime import Runtime
from api.sample import load_sample
from core.clock import SystemClock
from core.logging import configure_logging
from core.settings import load_settings
from tests.support.clocks import ShiftedClock


def main() -> None:
    configure_logging(level="warning")
    port, logins_file = int(sys.argv[1]), Path(sys.argv[2])
    clock = ShiftedClock(datetime.fromisoformat(sys.argv[3])) if len(sys.argv) > 3 else SystemClock()
    runtime = Runtime(load_settings(), clock)
    runtime.prepare()
    logins = load_sample(runtime)
    logins_file.write_text(json.dumps([[login.role.value, login.user_name, login.password] for login in logins]))
    uvicorn.run(create_app(runtime), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
