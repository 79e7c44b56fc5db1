"""What can go wrong while something is sent, by what is to be done about it."""

from __future__ import annotations

from kzreport.errors import DeliveryError


class Refused(DeliveryError):
    """The other side said no, and will say no again."""


class Unanswered(DeliveryError):
    """Everything was handed over and no answer came: it may have arrived, or not."""
