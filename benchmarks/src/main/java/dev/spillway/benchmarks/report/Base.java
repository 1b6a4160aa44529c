package dev.spillway.benchmarks.report;

/** What a subject is compared with. */
public enum Base {
  /** The first of all. */
  FIRST {
    @Override
    public String of(Samples samples, String scenario, String subject) {
      return samples.subjects(scenario).get(0);
    }
  },
  /** The first with the same name, which goes up to the comma: {@code nginx, 1 loop}. */
  OWN_FIRST {
    @Override
    public String of(Samples samples, String scenario, String subject) {
      String name = family(subject);
      return samples.subjects(scenario).stream()
          .filter(other -> family(other).equals(name))
          .findFirst()
          .orElse(subject);
    }
  };

  private static String family(String subject) {
    return subject.split(",")[0];
  }

  /** With whom that subject is compared. */
  public abstract String of(Samples samples, String scenario, String subject);
}
