/** How pictures look. */
package dev.spillway.experiments.chart;
