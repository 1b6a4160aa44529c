package dev.spillway.config;

/** Text of a certain form. */
record TextFormat(TextForm form) implements ValueFormat {

  @Override
  public String read(String text) throws BadValue {
    if (!form.fits(text)) {
      throw new BadValue(text.isBlank() ? "is empty" : "is not " + form.noun());
    }
    return text;
  }

  @Override
  public String allowed() {
    return form.allowed();
  }

  @Override
  public String shown(String text) {
    return form.shown(text);
  }
}
