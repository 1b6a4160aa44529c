package dev.spillway.config;

import java.time.Duration;

/**
 * The shared state. In YAML either this map, or the URL alone: {@code redis: embedded} is short for
 * {@code redis: {url: embedded}}.
 */
@ShortForm("url")
public record RedisConfig(
    @Setting(
            value =
                "embedded: a Redis of this process's own. Or redis://user:password@host:6379/0,"
                    + " rediss://… for TLS (?ca=file.pem for a private authority),"
                    + " redis-cluster://host:6379,host:6379 for a Redis Cluster,"
                    + " redis-sentinel://user:password@host:26379,host:26379/0#mymaster for a Redis"
                    + " watched by Sentinels under that name (rediss-cluster, rediss-sentinel with"
                    + " TLS); special characters of the password as %XX.",
            defaultValue = "embedded",
            alias = "REDIS_URL",
            form = TextForm.REDIS_URL)
        String url,
    @Setting(
            value =
                "What a gateway does while Redis can't be reached: serve with the permits in hand,"
                    + " or reject with 503.",
            defaultValue = "serve")
        OutagePolicy onOutage,
    @Setting(value = "How long one call may take.", defaultValue = "2s", min = 1) Duration timeout,
    @Setting(
            value =
                "How long a gateway's hold on its permits lasts without a sign of life; a gateway"
                    + " reports five times in it.",
            defaultValue = "5s",
            min = 500,
            max = 300_000)
        Duration lease) {

  /** The {@link #url} that stands for a Redis started by Spillway itself. */
  public static final String EMBEDDED = "embedded";

  /** Whether Spillway is to start a Redis of its own. */
  public boolean embedded() {
    return url.equals(EMBEDDED);
  }

  /** The URL without its password, for messages and logs. */
  public String maskedUrl() {
    return Secrets.maskUrl(url);
  }

  /** The same with another URL. */
  public RedisConfig withUrl(String newUrl) {
    return new RedisConfig(newUrl, onOutage, timeout, lease);
  }

  /** Everything but the URL's password. */
  @Override
  public String toString() {
    return "RedisConfig[url=%s, onOutage=%s, timeout=%s, lease=%s]"
        .formatted(maskedUrl(), onOutage, timeout, lease);
  }
}
