using Tidy.Tests.Rules;

namespace Tidy.Tests;

public sealed class CodeIsTidyTests
{
    [Fact]
    public void FilesMethodsProgramsAndConsumersAreShort() => AssertAllKeep(Lengths.Check);

    [Fact]
    public void NoNameSaysNothing() => AssertAllKeep(Names.CheckNames);

    [Fact]
    public void EveryClassIsSealedStaticOrAbstract() =>
        Findings.AssertNone(Repository.CSharp.Where(file => !file.IsMigration).SelectMany(Names.CheckSealing));

    [Fact]
    public void StripesWordsStandInTwoFiles() => AssertAllKeep(StripeLiterals.Check);

    [Fact]
    public void MoneyAndCreditsAreWholeNumbers() => AssertAllKeep(Money.Check);

    [Fact]
    public void NoErrorIsSwallowed() => AssertAllKeep(SwallowedErrors.Check);

    [Fact]
    public void NoTestPauses() => AssertAllKeep(WaitingInTests.Check);

    [Fact]
    public void ContractsAreSealedFactsThatCanGrow() => AssertAllKeep(ContractShape.Check);

    private static void AssertAllKeep(Func<SourceFile, IEnumerable<Finding>> rule) =>
        Findings.AssertNone(Repository.CSharp.SelectMany(rule));
}
