"""The canvas in headless Chromium, through the real app."""
