package dev.spillway.worker;

/**
 * The parts that scale one pool.
 *
 * @param sweeper looks after the records every second
 * @param idle finds servers that nothing was asked of
 * @param stopper sees drained servers to their end
 */
record PoolScaling(ScaledPool pool, PoolSweeper sweeper, IdleTimers idle, ServerStopper stopper) {

  /** Nothing is begun any more; what is under way goes on. */
  void close() {
    sweeper.close();
    idle.close();
    stopper.close();
  }
}
