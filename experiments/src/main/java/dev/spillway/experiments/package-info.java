/**
 * Experiments with running installations: each measures, and makes a table, a picture and a
 * paragraph.
 */
package dev.spillway.experiments;
