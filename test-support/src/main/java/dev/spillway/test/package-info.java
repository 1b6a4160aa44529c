/** What tests of several modules share: real parts, seeds, and the rules of the build. */
package dev.spillway.test;
