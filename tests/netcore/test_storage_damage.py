"""Damaged, foreign and hostile model files: our own error each time, and never more memory than the file has."""

import io
import json
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcore import Adam, CategoricalCrossEntropy, Dense, Dropout, ReLU, Run, Sequential, Softmax
from netcore.datasets import spiral
from netcore.datasets.scaling import Preparation, StandardScaler
from netcore.errors import StorageError
from netcore.storage import SavedModel, load_model, save_model


def npy(array):
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asarray(array), version=(1, 0))
    return out.getvalue()


def zipped(members, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return out.getvalue()


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Return the bytes of a sound file that has everything in it."""
    X, y = spiral(samples=4, classes=2)
    scaler = StandardScaler.fit(X)
    model = Sequential(
        [Dense(2, 3, rng=0), ReLU(), Dropout(0.1), Dense(3, 2, rng=1), Softmax()], CategoricalCrossEntropy()
    )
    run = Run(model, Adam(0.1), scaler.transform(X), y, batch_size=4)
    run.step(3)
    path = tmp_path_factory.mktemp("good") / "good.npz"
    save_model(path, SavedModel.of(run, Preparation(scaler, ("a", "b"), ("x", "y"))))
    return path.read_bytes()


@pytest.fixture
def load(tmp_path):
    def load_bytes(content):
        path = tmp_path / "some.npz"
        path.write_bytes(content)
        return load_model(path)

    return load_bytes


@pytest.fixture
def members(good):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_good_file_is_good(load, good):
    saved = load(good)

    assert saved.update == 3
    assert set(saved.slots) == {"momentum", "cache"}
    assert saved.preparation.class_names == ("x", "y")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda good: b"", "is not a saved model"),
        (lambda good: b"hello", "is not a saved model"),
        (lambda good: npy(np.zeros(3)), "is not a saved model"),
        (lambda good: good[:-1], "its end is missing"),
        (lambda good: good[: len(good) // 2], "its end is missing"),
        (lambda good: good + b"x", "its end is missing"),
        (lambda good: zipped([("a.txt", b"")]), "it has no model.json"),
        (lambda good: zipped([]), "it has no model.json"),
        (lambda good: zipped([(f"a{number}.npy", b"") for number in range(257)]), "257 members"),
        (lambda good: zipped([("model.json", b"[]")]), "no record but list"),
        (lambda good: zipped([("model.json", b"{}")]), "no usable 'format'"),
        (lambda good: zipped([("model.json", b"\xff")]), "a header that is no JSON"),
        (lambda good: zipped([("model.json", b"[" * 100_000)]), "a header that is no JSON"),
        (lambda good: zipped([("model.json", b'{"format": ' + b"9" * 5000 + b"}")]), "a header that is no JSON"),
        (lambda good: zipped([("model.json", b" " * 300_000)]), "a header of 300,000 bytes"),
        (lambda good: zipped([("model.json", b'{"format": "other"}')]), "it is 'other'"),
        (lambda good: zipped([("model.json", b"{}"), ("../evil.npy", b"")]), r"a member '\.\./evil\.npy'"),
        (lambda good: zipped([("model.json", b"{}"), ("evil.pkl", b"")]), "a member 'evil.pkl'"),
        (lambda good: zipped([("model.json", b"{}")], zipfile.ZIP_DEFLATED), "holds model.json packed"),
        (lambda good: zipped([("model.json", b"{}"), ("a.npy", npy(np.zeros(9)))], zipfile.ZIP_BZIP2), "packed"),
        (lambda good: zipped([("model.json", b"{}"), ("a.npy", npy(np.array(["a"])))]), "not an array of float32 or"),
        (lambda good: zipped([("model.json", b"{}"), ("a.npy", npy(np.zeros(2, int)))]), "not an array of float32 or"),
        (lambda good: zipped([("model.json", b"{}"), ("a.npy", b"")]), "not an array of float32 or"),
        (lambda good: zipped([("model.json", b"{}"), ("a.npy", npy(np.zeros(3))[:-8])]), "but holds 16 bytes"),
        (lambda good: zipped([("model.json", b"{}"), ("a.npy", npy(np.array([np.inf])))]), "not finite"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_no_model_is_told(load, good, change, says):
    with pytest.raises(StorageError, match=says):
        load(change(good))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(load, members):
    content = zipped([*members.items(), ("dense1.weights.npy", members["dense1.weights.npy"])])
    with pytest.raises(StorageError, match="two members of one name"):
        load(content)


def changed(members, path, value):
    """Return a sound file with one thing of its header changed."""
    header = json.loads(members["model.json"])
    place = header
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return zipped([*(members | {"model.json": json.dumps(header).encode()}).items()])


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["version"], 2, "version 2, and this glassnet knows version 1; take a newer"),
        (["version"], True, "no usable 'version'"),
        (["update"], -1, "counts -1 finished updates"),
        (["update"], "3", "no usable 'update'"),
        (["update"], 4, "but 4 updates are finished"),
        (["dtype"], "object", "gives the dtype 'object'"),
        (["dtype"], "float32", "is float64 of shape .* float32"),
        (["numerics"], "magic", "no numerics 'magic'"),
        (["numerics"], "book", "those of float32"),
        (["layers"], {}, "no usable 'layers'"),
        (["layers"], [], "at least one layer"),
        (["layers"], ["dense"], "no usable 'kind'"),
        (["layers", 0, "kind"], "lstm", "there is no part 'lstm'"),
        (["layers", 0, "kind"], "adam", "'adam' is no layer"),
        (["layers", 0, "kind"], "relu", "ReLU has no setting 'n_inputs'"),
        (["layers", 0, "settings"], None, "no usable 'settings'"),
        (["layers", 0, "settings"], {}, "cannot be built from"),
        (["layers", 0, "settings", "n_inputs"], 10**12, "declares 3,000,000,000,000 parameters, but has 27"),
        (["layers", 0, "settings", "n_inputs"], 1e12, "cannot be built from|declares"),
        (["layers", 0, "settings", "n_inputs"], -2, "at least one input"),
        (["layers", 0, "settings", "n_inputs"], "2", "cannot be built from"),
        (["layers", 0, "settings", "n_neurons"], 4, r"takes 3 inputs, but the layer before it gives 4"),
        (["layers", 0, "settings", "n_inputs"], 1, r"dense1.weights is .* \(2, 3\), but the model's is .* \(1, 3\)"),
        (["layers", 0, "settings", "initializer"], "evil", "no initializer 'evil'"),
        (["layers", 0, "settings", "rng"], 3, "has no setting 'rng'"),
        (["layers", 0, "settings", "dtype"], "S99999999", "cannot have the dtype 'S99999999'"),
        (["layers", 0, "settings", "weight_l1"], -1, "weight_l1 is zero or above"),
        (["layers", 2, "settings", "rate"], 2, "from 0 up to 1, not 2"),
        (["loss"], None, "no usable 'kind'"),
        (["loss", "kind"], "softmax", "'softmax' is no loss"),
        (["optimizer", "kind"], "relu", "'relu' is no optimizer"),
        (["optimizer", "kind"], "sgd", "SGD has no setting 'epsilon'"),
        (["optimizer"], None, "it should not have the array"),
        (["optimizer", "settings", "learning_rate"], [], "cannot be built from"),
        (["optimizer", "settings", "schedule"], {"kind": "step", "settings": {"decay": {}}}, "are plain values"),
        (["preparation"], None, "it should not have the array 'preparation.deviation'"),
        (["preparation", "scaler"], "magic", "no scaler 'magic'"),
        (["preparation", "scaler"], "min_max", "it should not have|it lacks"),
        (["preparation", "classes"], [1], "'classes' are not all names"),
        (["training"], None, "it should not have the array 'history.accuracy'"),
        (["training", "seed"], -1, "has the seed -1"),
        (["training", "batch_size"], 0, "batches of 0"),
        (["training", "is_shuffled"], 1, "no usable 'is_shuffled'"),
    ],
)
def test_a_header_that_does_not_agree_with_the_rest_is_told(load, members, path, value, says):
    with pytest.raises(StorageError, match=says):
        load(changed(members, path, value))


@pytest.mark.parametrize(
    ("name", "array", "says"),
    [
        ("dense1.weights", np.zeros((3, 2)), r"dense1.weights is float64 of shape \(3, 2\)"),
        ("dense1.weights", np.zeros((2, 3), np.float32), "is float32"),
        ("dense1.weights.cache", np.zeros((2, 2)), r"dense1.weights.cache is \(2, 2\), the parameter \(2, 3\)"),
        ("dense1.weights.other", np.zeros(1), "should not have the array 'dense1.weights.other'"),
        ("preparation.mean", np.zeros(3), "scaler's arrays are"),
        ("preparation.mean", np.zeros(()), "scaler's arrays are"),
        ("history.accuracy", np.zeros(2), r"history.accuracy is \(2,\), but 3 updates"),
        ("dense1.weights", None, "lacks the array 'dense1.weights'"),
        ("dense2.biases.momentum", None, "lacks the array 'dense2.biases.momentum'"),
    ],
)
def test_arrays_that_do_not_agree_with_the_header_are_told(load, members, name, array, says):
    kept = {member: content for member, content in members.items() if member != f"{name}.npy"}
    if array is not None:
        kept[f"{name}.npy"] = npy(array)
    with pytest.raises(StorageError, match=says):
        load(zipped([*kept.items()]))


def test_an_array_that_declares_more_than_it_holds_takes_no_memory(load, members):
    declared = b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999, 999), }\n"
    hostile = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(declared)) + declared
    with pytest.raises(StorageError, match=r"declares the shape \(99999999, 999\) of float64, but holds 0 bytes"):
        load(zipped([*(members | {"dense1.weights.npy": hostile}).items()]))


def peak_of(load, content):
    """Return how much memory loading takes at most, whether it succeeds or not."""
    tracemalloc.start()
    try:
        load(content)
    except StorageError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def test_a_zip_bomb_is_refused_before_it_goes_off(load, members):
    bomb = zipped([*(members | {"dense1.weights.npy": npy(np.zeros(4_000_000))}).items()], zipfile.ZIP_DEFLATED)

    assert len(bomb) < 100_000
    assert peak_of(load, bomb) < 1_000_000


def test_members_that_share_their_bytes_are_refused(load):
    """Many entries of the list may point at the same bytes of the file: together they declare more than it has."""
    content = bytearray(zipped([("model.json", b"{}"), ("a.npy", bytes(100_000))]))
    start = content.rindex(b"PK\x01\x02")
    entry, end = bytes(content[start : content.rindex(b"PK\x05\x06")]), bytes(content[content.rindex(b"PK\x05\x06") :])
    entries = b"".join(entry.replace(b"a.npy", b"%c.npy" % letter) for letter in b"abcdefgh")
    fields = list(struct.unpack("<4s4H2LH", end))
    listed = content[content.index(b"PK\x01\x02") : start]
    fields[3:6] = 9, 9, len(listed) + len(entries)
    hostile = bytes(content[:start]) + entries + struct.pack("<4s4H2LH", *fields)

    with pytest.raises(StorageError, match="but declares 800,002"):
        load(hostile)


def test_a_list_of_members_without_end_is_not_read(load, good):
    fields = list(struct.unpack("<4s4H2LH", good[-22:]))
    fields[5] = 2**31
    with pytest.raises(StorageError, match=r"a list of 2,147,483,648"):
        load(good[:-22] + struct.pack("<4s4H2LH", *fields))


def test_a_large_file_takes_not_much_more_memory_than_it_has(load, tmp_path):
    model = Sequential([Dense(1000, 1000, rng=0)], CategoricalCrossEntropy())
    save_model(tmp_path / "large.npz", SavedModel(model))
    content = (tmp_path / "large.npz").read_bytes()

    assert peak_of(load, content) < 4.5 * len(content)


def test_a_file_over_the_limit_is_not_even_opened(tmp_path):
    path = tmp_path / "sparse.npz"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(StorageError, match="at most 67,108,864"):
        load_model(path)


@given(content=st.binary(max_size=300))
def test_any_bytes_are_our_own_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "fuzz.npz"
    path.write_bytes(content)
    with pytest.raises(StorageError):
        load_model(path)


FLIPS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 7)), min_size=1, max_size=3)


@given(flips=FLIPS, cut=st.integers(0, 10**6), is_cut=st.booleans())
@example(flips=[(0, 0)], cut=0, is_cut=False)
def test_flipped_bits_and_missing_ends_are_a_model_or_our_own_error(tmp_path_factory, good, flips, cut, is_cut):
    content = bytearray(good)
    for place, bit in flips:
        content[place % len(content)] ^= 1 << bit
    path = tmp_path_factory.getbasetemp() / "flipped.npz"
    path.write_bytes(content[: cut % len(content)] if is_cut else content)
    tracemalloc.start()
    try:
        load_model(path)
    except StorageError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 1_000_000


def test_each_byte_of_the_list_of_members_can_be_wrong(tmp_path, good):
    """The list is what no checksum covers, so a bit of each of its bytes is tried."""
    path, refused = tmp_path / "flipped.npz", 0
    places = range(good.index(b"PK\x01\x02"), len(good))
    for place in places:
        content = bytearray(good)
        content[place] ^= 1 << (place % 8)
        path.write_bytes(content)
        try:
            load_model(path)
        except StorageError:
            refused += 1

    assert refused > len(places) / 3


HEADERS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)
KEYS = ["layers", "loss", "optimizer", "update", "preparation", "training", "dtype", "numerics", "version", "format"]


@given(key=st.sampled_from(KEYS), inner=st.sampled_from([None, "kind", "settings", "scaler", "seed", 0]), value=HEADERS)
def test_any_header_is_a_model_or_our_own_error(tmp_path_factory, good, key, inner, value):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    header = json.loads(found["model.json"])
    if isinstance(header[key], dict) and isinstance(inner, str):
        header[key][inner] = value
    elif isinstance(header[key], list) and inner is not None:
        header[key][0] = value
    else:
        header[key] = value
    path = tmp_path_factory.getbasetemp() / "header.npz"
    path.write_bytes(zipped([*(found | {"model.json": json.dumps(header).encode()}).items()]))
    try:
        saved = load_model(path)
    except StorageError:
        return  # our own error is an answer too
    assert saved.model.names == ("dense1", "relu1", "dropout1", "dense2", "softmax1")


@given(
    which=st.integers(0, 100),
    edits=st.lists(st.tuples(st.integers(0, 10**4), st.integers(0, 3), st.binary(max_size=3)), min_size=1, max_size=3),
)
def test_members_with_right_checksums_and_wrong_bytes_do_no_harm(tmp_path_factory, good, which, edits):
    """What an attacker writes has right checksums: bytes of one member are exchanged, taken out or put in."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        found = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    content = found[list(found)[which % len(found)]]
    for place, taken, given_bytes in edits:
        start = place % max(1, len(content))
        content[start : start + taken] = given_bytes
    path = tmp_path_factory.getbasetemp() / "members.npz"
    path.write_bytes(zipped([(name, bytes(kept)) for name, kept in found.items()]))

    assert peak_of(lambda _: load_model(path), b"") < 1_000_000
