/** The {@code spillway} command: where the parts are put together. */
package dev.spillway.launcher;
