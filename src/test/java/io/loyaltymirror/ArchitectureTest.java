package io.loyaltymirror;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import org.hibernate.annotations.Immutable;

/** The station table: who may use whom, and what no station does. */
@AnalyzeClasses(packages = "io.loyaltymirror", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String SANDBOX = "io.loyaltymirror.sandbox..";

    @ArchTest
    static final ArchRule stationsUseOnlyWhatTheirTableSays = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("upstream")
            .definedBy("io.loyaltymirror.upstream..")
            .layer("mirror")
            .definedBy("io.loyaltymirror.mirror..")
            .layer("sync")
            .definedBy("io.loyaltymirror.sync..")
            .layer("mutation")
            .definedBy("io.loyaltymirror.mutation..")
            .layer("report")
            .definedBy("io.loyaltymirror.report..")
            .layer("api")
            .definedBy("io.loyaltymirror.api..")
            .layer("console")
            .definedBy("io.loyaltymirror.console..")
            .layer("start")
            .definedBy("io.loyaltymirror.start..")
            .layer("sandbox")
            .definedBy(SANDBOX)
            .whereLayer("upstream")
            .mayOnlyBeAccessedByLayers("mirror", "sync", "mutation", "api")
            .whereLayer("mirror")
            .mayOnlyBeAccessedByLayers("sync", "mutation", "report", "api", "console", "start")
            .whereLayer("sync")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("mutation")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("api")
            .whereLayer("api")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("console")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("start")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sandbox")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule stationsHaveNoCycles =
            slices().matching("io.loyaltymirror.(**)").should().beFreeOfCycles();

    /** The mirror never calls the network: of upstream it knows the payloads only. */
    @ArchTest
    static final ArchRule mirrorKnowsOnlyUpstreamsPayloads = noClasses()
            .that()
            .resideInAPackage("io.loyaltymirror.mirror..")
            .should()
            .dependOnClassesThat(inPackageButNotNamed(
                    "io.loyaltymirror.upstream", "TypePayload", "View", "CanonicalText", "UnreadableRow"));

    @ArchTest
    static final ArchRule sandboxUsesNoStation =
            noClasses().that().resideInAPackage(SANDBOX).should().dependOnClassesThat(outsideOf(SANDBOX));

    @ArchTest
    static final ArchRule nothingAwaits =
            noClasses().that().resideOutsideOfPackage(SANDBOX).should().callMethod(Uni.class, "await");

    @ArchTest
    static final ArchRule nothingSleeps = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "Thread.sleep",
                    call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                            && call.getName().equals("sleep")));

    @ArchTest
    static final ArchRule nothingUsesJdbc = noClasses()
            .that()
            .resideOutsideOfPackage(SANDBOX)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule apiKnowsNoSql = noClasses()
            .that()
            .resideInAPackage("io.loyaltymirror.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.quarkus.hibernate..", "org.hibernate..");

    /** A flushed entity once set a fence of 11 back to 1: rows change by named SQL alone. */
    @ArchTest
    static final ArchRule entitiesAreReadModels =
            classes().that().areAnnotatedWith(Entity.class).should().beAnnotatedWith(Immutable.class);

    @ArchTest
    static final ArchRule namesSaySomething = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Service|Manager|Helper|Base|Util|Utils|Common|Handler|Processor)");

    @ArchTest
    static final ArchRule resourcesAreNamedSo = classes()
            .that()
            .areAnnotatedWith(jakarta.ws.rs.Path.class)
            .and()
            .areNotInterfaces()
            .should()
            .haveSimpleNameEndingWith("Resource");

    private static DescribedPredicate<JavaClass> inPackageButNotNamed(String name, String... allowed) {
        return DescribedPredicate.describe(
                "in " + name + " and not among " + String.join(", ", allowed),
                type -> type.getPackageName().equals(name)
                        && !java.util.List.of(allowed).contains(type.getSimpleName()));
    }

    private static DescribedPredicate<JavaClass> outsideOf(String sandbox) {
        String name = sandbox.replace("..", "");
        return DescribedPredicate.describe(
                "of another station",
                type -> type.getPackageName().startsWith("io.loyaltymirror")
                        && !type.getPackageName().startsWith(name));
    }
}
