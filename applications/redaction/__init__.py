"""Names hidden from reviewers: folded letters, what a name looks like among them, and a text without it. Pure."""
