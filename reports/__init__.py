"""Reports over conversations, knowledge and petitions: a later part of the product stands here."""
