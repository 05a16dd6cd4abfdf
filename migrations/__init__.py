"""Alembic migrations, shipped with the product."""

TABLE_MODULES = (
    "core.audit",
    "core.departments",
    "core.outbox",
    "knowledge.tables",
    "ingest.tables",
    "assistant.tables",
    "petitions.tables",
    "enterprises.tables",
    "petitions.alerts.tables",
    "petitions.exchange.tables",
    "petitions.attachments.tables",
    "petitions.catalogue.tables",
    "petitions.notices.tables",
    "petitions.invitations.tables",
    "petitions.supervision.tables",
    "eval.golden.tables",
    "petitions.reuse.tables",
    "reports.tables",
    "reports.questionnaires.tables",
    "reports.gaps.tables",
    "api.accounts.tables",
    "api.keys.tables",
    "api.widget.tables",
)
"""Every module that declares tables; the migrations and the tests make the schema from these."""
