"""What storm does and looks at."""
