"""Two builds, asked the same questions on one machine."""
