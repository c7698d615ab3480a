"""The views of the page, one file each; every one takes the visitor and nothing else."""
