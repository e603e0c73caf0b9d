"""Where `phahe` begins: Ctrl-C while the modules are still read ends it without a word, as it ends any command."""

import signal

_WAS = signal.getsignal(signal.SIGINT)  # ignored where a shell started us in the background
if _WAS is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> None:
    """Read the modules, then run the command line, which words its interruption itself."""
    from api.cli.main import main as run  # noqa: PLC0415 - not before the signal is settled

    if _WAS is signal.default_int_handler:
        signal.signal(signal.SIGINT, _WAS)
    run()
