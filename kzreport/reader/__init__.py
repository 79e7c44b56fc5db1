"""The reader: Markdown with one character for each fact becomes the document's tree."""

from kzreport.reader.read import Reading, read_document

__all__ = ["Reading", "read_document"]
