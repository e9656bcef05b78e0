"""``python -m svd``: the same engine without a browser."""

from svd.cli import main

if __name__ == "__main__":
    main()
