/** {@code spillway experiment}: the experiments as commands. */
package dev.spillway.experiments.command;
