"""Layout, components, charts, lists and forms that every app shows its pages with; no models."""
