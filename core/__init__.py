"""What every package stands on: settings, errors, clock, database, outbox, text, masking, messages."""
