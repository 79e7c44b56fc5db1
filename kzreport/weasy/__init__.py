"""WeasyPrint, kept in one room: its cascade, its pages, its fonts."""
