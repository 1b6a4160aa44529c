/**
 * What admission costs: a round trip to Redis and a delayed task for every request, beside permits
 * in hand and one timer per server.
 */
package dev.spillway.experiments.control;
