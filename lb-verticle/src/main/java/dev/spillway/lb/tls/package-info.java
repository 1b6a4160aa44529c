/** The gateway's certificates: read, checked, and looked at again while it runs. */
package dev.spillway.lb.tls;
