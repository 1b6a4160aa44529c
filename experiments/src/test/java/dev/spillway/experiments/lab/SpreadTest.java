package dev.spillway.experiments.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void meanDeviationAndQuantiles() {
    Spread spread = Spread.of(List.of(5, 1, 4, 2, 3), value -> value);

    assertThat(spread.mean()).isEqualTo(3);
    assertThat(spread.deviation()).isCloseTo(Math.sqrt(2.5), within(1e-9));
    assertThat(spread.quantile(0.5)).isEqualTo(3);
    assertThat(spread.quantile(0.99)).isEqualTo(5);
    assertThat(spread.quantile(0.2)).isEqualTo(1);
  }

  @Test
  void ofOneAndOfNone() {
    assertThat(Spread.of(List.of(7), value -> value).deviation()).isZero();
    assertThat(Spread.of(List.<Integer>of(), value -> value).mean()).isZero();
    assertThat(Spread.of(List.<Integer>of(), value -> value).quantile(0.5)).isZero();
  }
}
