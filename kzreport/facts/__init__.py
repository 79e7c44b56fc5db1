"""The fact base: records, the base, and the view through which a document sees it."""
