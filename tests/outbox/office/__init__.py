"""A small app that writes letters: what the outbox's own tests deliver."""
