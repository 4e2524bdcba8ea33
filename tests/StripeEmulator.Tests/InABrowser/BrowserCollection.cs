namespace StripeEmulator.Tests.InABrowser;

/// <summary>One browser for all tests that need a real one, which run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<RealBrowser>
{
    public const string Name = "A real browser";
}
