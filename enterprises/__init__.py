"""Enterprise profiles, the policy calculator and subscriptions: a later part of the product stands here."""
