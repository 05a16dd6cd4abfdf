"""Questionnaires about policies: asked in public, counted for analysts, proposing a 督办单 where many complain."""
