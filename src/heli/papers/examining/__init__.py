"""Looking into documents, in a process of its own that has nothing to lose: plain Python, no Django, no settings.

The process reads the document from its standard input and writes one line of JSON: what it found, or why it refuses.
"""
