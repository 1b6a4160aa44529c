/** Every balancing algorithm under service times of different kinds. */
package dev.spillway.experiments.algorithms;
