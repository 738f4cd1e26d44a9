"""Training of the face detector; see ../README.md."""
