"""The classes of all kept data: gathered, checked, and written as pages."""
