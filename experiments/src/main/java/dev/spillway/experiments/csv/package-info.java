/** Tables of records as CSV files. */
package dev.spillway.experiments.csv;
