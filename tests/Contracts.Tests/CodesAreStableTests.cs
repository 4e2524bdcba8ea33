using System.Reflection;
using System.Text.RegularExpressions;

namespace Contracts.Tests;

public sealed partial class CodesAreStableTests
{
    public static TheoryData<Type> Vocabularies() => new([typeof(ErrorCodes), typeof(Scopes)]);

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void NoTwoNamesHaveOneValue(Type vocabulary)
    {
        var values = ValuesOf(vocabulary);

        Assert.NotEmpty(values);
        Assert.Equal(values.Distinct(StringComparer.Ordinal), values);
    }

    [Fact]
    public void AnErrorCodeIsLowerCaseWordsWithUnderscores() =>
        Assert.All(ValuesOf(typeof(ErrorCodes)), code => Assert.Matches(SnakeCase(), code));

    private static List<string> ValuesOf(Type vocabulary) =>
        vocabulary.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!).ToList();

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
