"""A project whose reports do to their process what broken libraries do; to test the pool."""

from __future__ import annotations

import os
import signal
import time

from kzreport.project import Project, Report


class Deadly(Project):
    """A project in which the name of a report says what happens when it is made."""

    def report(self, name: str) -> Report:
        if name.startswith("poison"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("endless"):
            time.sleep(600)
        if name.startswith("hungry"):
            held = bytearray(400_000_000)
            time.sleep(600)
            del held
        if name.startswith("fault"):
            raise ZeroDivisionError("a fault of kzreport")
        return super().report(name)
