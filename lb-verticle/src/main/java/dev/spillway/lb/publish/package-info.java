/** Tells the event bus what was served, at the cost of a few additions per request. */
package dev.spillway.lb.publish;
