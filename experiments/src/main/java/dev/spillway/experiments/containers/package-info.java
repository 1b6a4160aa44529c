/** How many servers an algorithm comes to need, against how many requests come. */
package dev.spillway.experiments.containers;
