"""Whether a reply answers what was asked, before it leaves."""
