"""Petitions (诉求): intake, taxonomy, lifecycle, working-day deadlines, dispatch and replies."""
