/**
 * What an operator can set. One record per concern; every component carries its own documentation
 * in {@link dev.spillway.config.Setting}, from which {@code docs/configuration.md} is generated.
 */
package dev.spillway.config;
