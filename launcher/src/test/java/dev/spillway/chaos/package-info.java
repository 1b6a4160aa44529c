/**
 * Chaos: real parts in processes of their own, a load that doesn't wait for them, faults drawn from
 * a seed, and a judgement from outside. {@link dev.spillway.chaos.ChaosRun} is the whole of it;
 * docs/reliability.md says what is checked and what was found.
 */
package dev.spillway.chaos;
