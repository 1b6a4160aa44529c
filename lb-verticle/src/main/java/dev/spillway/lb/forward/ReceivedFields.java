package dev.spillway.lb.forward;

import io.vertx.core.MultiMap;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.Iterator;
import java.util.Map;

/**
 * The fields of a received message, in their order, as they were decoded: names that are octets
 * still are not made into strings, which would only be made into octets again.
 */
final class ReceivedFields implements Iterable<Map.Entry<CharSequence, CharSequence>> {
  private final MultiMap fields;

  ReceivedFields(MultiMap fields) {
    this.fields = fields;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"}) // strings are sequences of characters; none is set
  public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
    return fields instanceof HeadersMultiMap http1
        ? http1.iteratorCharSequence()
        : (Iterator) fields.iterator();
  }
}
