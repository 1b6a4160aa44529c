/**
 * The example web server that Spillway scales. It is an ordinary one: it knows nothing of Spillway.
 */
package dev.spillway.web;
