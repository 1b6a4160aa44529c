/**
 * The protocol of {@code docs/protocol.md} as a model small enough to be explored as a whole: what
 * Redis has recorded, two gateways, a network, a worker, and what may go wrong. Every rule can be
 * taken out, to see that the search then finds what it was for.
 */
package dev.spillway.model;
