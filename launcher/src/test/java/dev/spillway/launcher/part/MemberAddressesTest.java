package dev.spillway.launcher.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemberAddressesTest {
  @Test
  void aNameBecomesTheAddressesOfItsHost() {
    assertThat(MemberAddresses.of(List.of("localhost:5701")))
        .contains("127.0.0.1:5701")
        .doesNotContain("localhost:5701");
  }

  @Test
  void anAddressStaysAsItIs() {
    assertThat(MemberAddresses.of(List.of("127.0.0.1", "127.0.0.2:5801")))
        .containsExactly("127.0.0.1", "127.0.0.2:5801");
  }

  @Test
  void aHostThatIsNotUpYetIsLeftOut() {
    assertThat(MemberAddresses.of(List.of("nowhere.invalid", "127.0.0.1")))
        .containsExactly("127.0.0.1");
  }

  @Test
  void membersThatShareAnAddressAreOne() {
    assertThat(MemberAddresses.of(List.of("127.0.0.1", "127.0.0.1"))).containsExactly("127.0.0.1");
  }
}
