/** Makes metrics of what the parts of this process have counted. */
package dev.spillway.launcher.metrics;
