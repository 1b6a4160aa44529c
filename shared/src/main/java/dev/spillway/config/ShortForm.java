package dev.spillway.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a record may be written as a single value: {@code redis: embedded} for {@code redis:
 * {url: embedded}}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface ShortForm {

  /** The key that the single value is for. */
  String value();
}
