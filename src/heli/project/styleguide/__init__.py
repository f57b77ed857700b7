"""Pages that show every component with sample data, for those who build pages; absent in production."""
