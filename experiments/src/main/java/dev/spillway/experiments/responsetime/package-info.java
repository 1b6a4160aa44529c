/** How long requests that come all at once take, against how many they are. */
package dev.spillway.experiments.responsetime;
