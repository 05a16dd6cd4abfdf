"""Running: walking files, parsing them in processes of their own, storing and reporting."""
