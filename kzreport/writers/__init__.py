"""Writers: one function per format, from the tree and a style to bytes."""
