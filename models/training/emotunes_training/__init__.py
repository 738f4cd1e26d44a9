"""Training, export and evaluation of the EmoTunes emotion model."""
