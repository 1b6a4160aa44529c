/** What Spillway promises as a whole, checked from outside on the real program. */
package dev.spillway.acceptance;
