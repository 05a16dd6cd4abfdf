"""The steps of the pipeline, one file each, in the order of `assistant/build.py`."""
