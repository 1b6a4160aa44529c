package dev.spillway.worker.decision;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DecisionsStandAloneTest {

  @Test
  void decisionsKnowOnlyRecordsAndTheJavaPlatform() {
    JavaClasses decisions =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.spillway.worker.decision");
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.spillway.worker.decision", "dev.spillway.state")
        .check(decisions);
    classes().should().onlyDependOnClassesThat().doNotHaveSimpleName("PoolState").check(decisions);
  }
}
