/** What experiments are made with: installations, load, and a record of servers' lives. */
package dev.spillway.experiments.lab;
