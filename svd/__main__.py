"""``python -m svd``: the same engine without a browser."""

import sys

from svd.stamp import Answer, answer_build


def main() -> None:
    """Run the command; a build that would change nothing is answered without loading what builds."""
    answer = answer_build(sys.argv[2:]) if sys.argv[1:2] == ["build"] else None
    if answer is not None:
        _print(answer)
    from svd import cli

    cli.main()


def _print(answer: Answer) -> None:
    from click import Command, Context, echo

    def tell() -> None:
        echo(answer.text)
        Context.exit(Context(command), answer.status)

    command = Command("build", callback=tell)
    command.main([], prog_name="svd")


if __name__ == "__main__":
    main()
