"""Merkle roots and proofs, against the definition that RFC 6962 gives from the top."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heli.kernel.merkle import EMPTY, inclusion_proof, leaf_hash, node_hash, root, root_of_proof


def defined(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash of RFC 6962, section 2.1, split from the top."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + defined(leaves[:split]) + defined(leaves[split:])).digest()


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33])
def test_the_root_is_the_one_of_the_standard(count):
    assert root(leaves_of(count)) == defined(leaves_of(count))


def test_the_known_root_of_the_standards_own_example():
    """The tree of the eight inputs that certificate-transparency logs test with."""
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf_hash(bytes.fromhex(each)) for each in inputs]
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_tree_without_leaves_has_a_root_of_its_own():
    assert root([]) == EMPTY


def test_a_leaf_cannot_pass_for_a_node():
    left, right = leaves_of(2)
    assert leaf_hash(left + right) != node_hash(left, right)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 70), st.data())
def test_a_proof_leads_to_the_root_and_no_other_leaf_does(count, data):
    leaves = leaves_of(count)
    index = data.draw(st.integers(0, count - 1))
    proof = inclusion_proof(leaves, index)
    assert root_of_proof(leaves[index], index, count, proof) == root(leaves)
    assert root_of_proof(leaf_hash(b"other"), index, count, proof) != root(leaves)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 70))
def test_roots_of_equal_parts_have_the_root_of_all(count):
    leaves = leaves_of(count)
    assert root(root(leaves[at : at + 8]) for at in range(0, count, 8)) == root(leaves)


@pytest.mark.parametrize("proof", [[], [b"\x00" * 32] * 4])
def test_a_proof_of_another_length_is_refused(proof):
    with pytest.raises(ValueError, match="too"):
        root_of_proof(leaf_hash(b""), 1, 5, proof)


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index):
    with pytest.raises(IndexError):
        inclusion_proof(leaves_of(3), index)
    with pytest.raises(ValueError, match="no such leaf"):
        root_of_proof(leaf_hash(b""), index, 3, [])
