"""What applicants list is looked up on GitHub: ``client`` asks, ``reading`` understands, ``verification`` records."""
