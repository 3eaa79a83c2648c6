"""Speed, memory and size beside the official SDK; see `__main__.py`."""
