/** Looks at the pools from outside, and shows them. */
package dev.spillway.launcher.servers;
