package dev.spillway.lb.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spillway.config.TlsProviderChoice;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TlsProviderTest {
  /** What a file system that allows no programs makes of the library. */
  private static Optional<Throwable> missing() {
    Throwable all = new IllegalArgumentException("Failed to load any of the given libraries");
    all.addSuppressed(
        new UnsatisfiedLinkError("/tmp/x.so: failed to map segment from shared object\nmore"));
    all.addSuppressed(new UnsatisfiedLinkError("could not load x_fedora"));
    return Optional.of(all);
  }

  @Test
  void boringSslIsTakenWhereItCanBeLoaded() {
    assertThat(TlsProvider.choose(TlsProviderChoice.AUTO)).isSameAs(TlsProvider.BORINGSSL);
    assertThat(TlsProvider.choose(TlsProviderChoice.BORINGSSL)).isSameAs(TlsProvider.BORINGSSL);
  }

  @Test
  void javasOwnIsTakenElse() {
    assertThat(TlsProvider.choose(TlsProviderChoice.AUTO, TlsProviderTest::missing))
        .isSameAs(TlsProvider.JDK);
  }

  @Test
  void javasOwnIsTakenWhereItIsWished() {
    assertThat(TlsProvider.choose(TlsProviderChoice.JDK)).isSameAs(TlsProvider.JDK);
    assertThat(TlsProvider.choose(TlsProviderChoice.JDK, TlsProviderTest::missing))
        .isSameAs(TlsProvider.JDK);
  }

  @Test
  void anImpossibleWishIsRefusedWithTheReasonAndTheWayOut() {
    assertThatThrownBy(
            () -> TlsProvider.choose(TlsProviderChoice.BORINGSSL, TlsProviderTest::missing))
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "gateway.tls.provider: boringssl can't be used here: /tmp/x.so: failed to map segment"
                + " from shared object. Set it to auto or jdk");
  }

  @Test
  void everyOneHasItsWordInTheConfiguration() {
    assertThat(Arrays.stream(TlsProviderChoice.values()).map(TlsProviderChoice::name))
        .containsAll(Arrays.stream(TlsProvider.values()).map(TlsProvider::name).toList());
  }

  @Test
  void suitesOfThisJavaKeepTheirOrder() {
    assertThat(CipherSuites.ofJdk())
        .containsExactlyElementsOf(CipherSuites.all())
        .startsWith("TLS_AES_256_GCM_SHA384");
  }
}
