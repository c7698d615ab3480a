"""``python -m commsim`` is the command ``commsim``."""

from commsim.cli import main

if __name__ == "__main__":
    main()
