"""Make backprop_lib/data/digits.npz from the digits that scikit-learn ships.

    pip download --no-deps scikit-learn
    python tools/digits.py scikit_learn-….whl

Any version does: the file inside has not changed for years, and its SHA-256 is checked. Four
arrays of small whole numbers come out, without pickle: train_pixels, train_labels, test_pixels,
test_labels.

The split: of each digit a fifth (rounded down) goes to the test part, drawn with the seed below;
then each part is shuffled.
"""

import argparse
import gzip
import hashlib
import zipfile
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[1] / "backprop_lib" / "data" / "digits.npz"
INSIDE = "sklearn/datasets/data/digits.csv.gz"
SHA256 = "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"  # of the unpacked CSV
SEED = 1998  # the year of the data


def read(wheel):
    """Pixels (1797, 64) from 0 to 16, and labels (1797,), both uint8."""
    with zipfile.ZipFile(wheel) as archive:
        text = gzip.decompress(archive.read(INSIDE))
    found = hashlib.sha256(text).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{INSIDE} has SHA-256 {found}, expected {SHA256}.")
    rows = np.loadtxt(text.decode("ascii").splitlines(), delimiter=",").astype(np.uint8)
    return rows[:, :-1], rows[:, -1]


def split(labels):
    """Row numbers of the train and the test part: stratified, mixed, always the same."""
    rng = np.random.default_rng(SEED)
    train, test = [], []
    for digit in range(10):
        rows = rng.permutation(np.flatnonzero(labels == digit))
        test.append(rows[: len(rows) // 5])
        train.append(rows[len(rows) // 5 :])
    return rng.permutation(np.concatenate(train)), rng.permutation(np.concatenate(test))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("wheel", type=Path, help="scikit-learn's wheel, any version")
    pixels, labels = read(parser.parse_args().wheel)
    train, test = split(labels)
    OUT.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        OUT,
        train_pixels=pixels[train],
        train_labels=labels[train],
        test_pixels=pixels[test],
        test_labels=labels[test],
    )
    print(f"{OUT.name}: {len(train)} + {len(test)} pictures, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
