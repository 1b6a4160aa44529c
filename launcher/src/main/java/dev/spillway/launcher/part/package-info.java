/** The parts of a process, each put together and started in one place. */
package dev.spillway.launcher.part;
