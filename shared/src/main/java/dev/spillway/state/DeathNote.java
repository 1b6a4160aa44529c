package dev.spillway.state;

/**
 * What became of the word that a server died.
 *
 * @param forgotten whether there was a record, which is gone now; else the rest is 0
 * @param inARow deaths one after the other, this one included, without a server in between that was
 *     well; servers that die together count once
 * @param waitMillis for how long no server of the pool is started
 */
public record DeathNote(boolean forgotten, int inARow, long waitMillis) {}
