/** What {@code spillway monitor} needs to show what happens elsewhere. */
package dev.spillway.launcher.watch;
