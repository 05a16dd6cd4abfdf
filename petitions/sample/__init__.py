"""The petitions of the sample base, played through the real services."""
