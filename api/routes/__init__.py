"""All routes, one module for each thing a client can do."""

from __future__ import annotations

from fastapi import APIRouter

from api.routes import (
    chat,
    documents,
    enterprises,
    intake,
    openai,
    ops,
    pages,
    petition_files,
    petitions,
    rating,
    site,
    staff_accounts,
    staff_answers,
    staff_api_keys,
    staff_audit,
    staff_config,
    staff_enterprises,
    staff_faq_import,
    staff_imports,
    staff_knowledge,
    staff_learning,
    staff_notices,
    staff_petition_files,
    staff_petition_import,
    staff_petitions,
    staff_registering,
    staff_review,
    staff_sources,
    staff_supervision,
    staff_users,
    staff_versions,
    staff_widget_sites,
)


def all_routers() -> list[APIRouter]:
    """Return every router; the pages come last, because they take what is left."""
    modules = (
        site,
        chat,
        documents,
        intake,
        petition_files,
        petitions,
        rating,
        enterprises,
        staff_accounts,
        staff_answers,
        staff_api_keys,
        staff_config,
        staff_petition_files,
        staff_petition_import,
        staff_audit,
        staff_petitions,
        staff_enterprises,
        staff_faq_import,
        staff_imports,
        staff_knowledge,
        staff_learning,
        staff_notices,
        staff_registering,
        staff_review,
        staff_sources,
        staff_supervision,
        staff_users,
        staff_versions,
        staff_widget_sites,
        openai,
        ops,
        pages,
    )
    return [module.router for module in modules]
