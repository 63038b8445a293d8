"""The runs of a TrainingPlayer whose loss curves stay in the picture."""

MOST = 5  # that can be told apart


def with_run(pinned, record, label):
    """The pinned runs and this one, in the place of another of its name.

    Raises
    ------
    ValueError
        If no step was taken yet, or five runs are pinned.
    """
    if not record.steps:
        raise ValueError("there is nothing to pin: no step was taken yet.")
    others = [pin for pin in pinned if pin["label"] != label]
    if len(others) >= MOST:
        raise ValueError(
            f"{MOST} runs are pinned, as many as can be told apart. unpin() takes them "
            'away; pin("…") with the name of one replaces it.'
        )
    return [*others, {"label": label, "reach": record.reach(), **record.packed()}]
