"""Where schedules come from: the bundled one, files, URLs, and their caches."""
