/** The commands: they read options, and leave the work to the parts. */
package dev.spillway.launcher.command;
