"""Pictures of a document: charts drawn from figures, and images of the project's folder."""

from kzreport.pictures.charts import Bar, Chart, Panel, draw_chart
from kzreport.pictures.images import load_image

__all__ = ["Bar", "Chart", "Panel", "draw_chart", "load_image"]
