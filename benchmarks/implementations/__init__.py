"""The core model, once for each tool: one file each, written as a typical user of the tool would write it."""
