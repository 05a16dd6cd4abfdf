"""Turns files into entry drafts: read → clean → structure → describe → split → write."""
