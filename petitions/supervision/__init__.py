"""Supervision (督办): orders to a department with an answer and an end, and the flag that a red alert raises."""
