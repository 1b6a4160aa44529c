/** A process from its start to its end: signals, and the parts that are stopped in turn. */
package dev.spillway.launcher.lifecycle;
