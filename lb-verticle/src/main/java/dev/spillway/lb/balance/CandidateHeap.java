package dev.spillway.lb.balance;

import java.util.Arrays;

/**
 * A binary heap whose members know their place in it, so that one whose rank changed is moved in
 * O(log n), without a search and without an allocation.
 */
abstract class CandidateHeap extends CandidatesWithRoom {
  private Candidate[] heap = new Candidate[16];
  private int size;

  /** Whether a is chosen before b. A strict order over all candidates. */
  abstract boolean before(Candidate a, Candidate b);

  /** The one before all others; null if there is none. */
  final Candidate first() {
    return size == 0 ? null : heap[0];
  }

  @Override
  public Candidate pick() {
    return first();
  }

  @Override
  final void insert(Candidate candidate) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    size++;
    rise(candidate, size - 1);
  }

  @Override
  final void delete(Candidate candidate) {
    int hole = candidate.position;
    candidate.position = -1;
    size--;
    Candidate last = heap[size];
    heap[size] = null;
    if (hole < size) {
      settle(last, hole);
    }
  }

  @Override
  final void loadChanged(Candidate candidate) {
    settle(candidate, candidate.position);
  }

  private void settle(Candidate candidate, int hole) {
    if (hole > 0 && before(candidate, heap[(hole - 1) / 2])) {
      rise(candidate, hole);
    } else {
      sink(candidate, hole);
    }
  }

  private void rise(Candidate candidate, int from) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) / 2;
      if (!before(candidate, heap[parent])) {
        break;
      }
      place(heap[parent], hole);
      hole = parent;
    }
    place(candidate, hole);
  }

  private void sink(Candidate candidate, int from) {
    int hole = from;
    while (2 * hole + 1 < size) {
      int child = 2 * hole + 1;
      if (child + 1 < size && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], candidate)) {
        break;
      }
      place(heap[child], hole);
      hole = child;
    }
    place(candidate, hole);
  }

  private void place(Candidate candidate, int position) {
    heap[position] = candidate;
    candidate.position = position;
  }
}
