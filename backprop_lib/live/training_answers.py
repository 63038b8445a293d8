"""What a page asks of a TrainingPlayer, and what the player does then."""

import numpy as np


def hear(player, content):
    """What a page says of itself is the clock's; the rest is done, and said to be done.

    What cannot be is shown beside the control that asked for it.
    """
    try:
        if content.keys() & {"hello", "ack", "away", "back", "left"}:
            player.clock.hear(player, content)
        else:
            try:
                _do(player, **content)
            finally:
                player.send({"answered": True})
    except (ValueError, IndexError) as error:
        player.refused = {"name": content.get("name", ""), "message": str(error)}
    except Exception as error:
        player.fail(error)
        raise


def _do(player, do, name="", value=None, hold=False, X=(), y=(), count=0):
    if do == "set":
        if hold:
            player.run.take(name, value)
        else:
            player.run.let_go()
        player.set(name, value)
    elif do == "drop":
        player.run.let_go()
    elif do == "restart":
        player.restart(**{name: value})
    elif do == "reset":
        player.reset(value)
    elif do == "data":
        player.run.drawn = count
        player.set_data(np.array(X), np.array(y))
        player.refused = {}
    elif do in ("play", "pause", "step", "back", "pin", "unpin"):
        getattr(player, do)()
        player.refused = {}
