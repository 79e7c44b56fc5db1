"""Build documents: plan them, keep what did not change, make the rest, put files in place.

One failure stops no other document. The story is told in `run.py`.
"""

from kzreport.build.outcome import Built, Outcome
from kzreport.build.plan import Options, Planned, plan
from kzreport.build.pool import Limits
from kzreport.build.run import build
from kzreport.project import FORMATS

__all__ = ["FORMATS", "Built", "Limits", "Options", "Outcome", "Planned", "build", "plan"]
