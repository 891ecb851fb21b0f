"""HTTP requests, and whether links answer."""
