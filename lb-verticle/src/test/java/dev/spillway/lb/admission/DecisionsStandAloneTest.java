package dev.spillway.lb.admission;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DecisionsStandAloneTest {
  private static final String ADMISSION = "dev.spillway.lb.admission";
  private static final String BALANCE = "dev.spillway.lb.balance";

  @Test
  void admissionAndBalancingKnowOnlyRecordsAndTheJavaPlatform() {
    JavaClasses decisions =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ADMISSION, BALANCE);
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", ADMISSION, BALANCE, "dev.spillway.config", "dev.spillway.state")
        .check(decisions);
    classes().should().onlyDependOnClassesThat().doNotHaveSimpleName("PoolState").check(decisions);
  }
}
