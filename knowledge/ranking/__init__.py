"""Ordering what was found: explainable features, what was learned from confirmed answers, and boosted trees."""
