/**
 * {@code spillway up}: everything in one process, with a record on disk by which the next run finds
 * what a killed one left behind.
 */
package dev.spillway.launcher.up;
