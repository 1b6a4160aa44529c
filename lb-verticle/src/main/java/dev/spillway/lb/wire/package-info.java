/**
 * What the gateway must do below Vert.x' public interface, in a few small classes: whoever upgrades
 * Vert.x looks here first. Each says why nothing public does it; tests on raw sockets pin what is
 * relied on.
 */
package dev.spillway.lb.wire;
