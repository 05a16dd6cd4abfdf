"""Puts the enterprises domain together."""

from __future__ import annotations

from core.clock import Clock
from enterprises.repository import EnterpriseRepository
from enterprises.service import EnterpriseService


def build_enterprises(clock: Clock) -> EnterpriseService:
    """Return the service over the database's own tables."""
    return EnterpriseService(EnterpriseRepository(), clock)
