"""What applicants list is looked up on GitHub: ``reading`` understands, ``proving`` rules, ``verification`` records."""
