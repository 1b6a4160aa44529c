package dev.spillway.lb.balance;

import java.util.Arrays;

/** Candidates with room in no order, without gaps, so that one at random is one look-up. */
abstract class CandidateList extends CandidatesWithRoom {
  private Candidate[] members = new Candidate[16];
  private int size;

  final int size() {
    return size;
  }

  final Candidate get(int index) {
    return members[index];
  }

  @Override
  final void insert(Candidate candidate) {
    if (size == members.length) {
      members = Arrays.copyOf(members, size * 2);
    }
    members[size] = candidate;
    candidate.position = size;
    size++;
  }

  @Override
  final void delete(Candidate candidate) {
    size--;
    Candidate last = members[size];
    members[candidate.position] = last;
    last.position = candidate.position;
    members[size] = null;
    candidate.position = -1;
  }
}
