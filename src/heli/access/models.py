"""Access keeps no tables yet: rights follow from posts, reads of personal data go to the audit record."""
