using Deque.AxeCore.Playwright;
using LocalServers.Packages;
using Microsoft.Playwright;

namespace StripeEmulator.Tests.Running;

/// <summary>Debian's Chromium without a window. Tests have it one after the other, each with a page that knows nothing of the one before.</summary>
public sealed class RealBrowser : IAsyncLifetime
{
    /// <summary>On a busy machine a page may take its time.</summary>
    private const float PatienceMilliseconds = 60_000;

    private IPlaywright _playwright = null!;
    private IBrowser _chromium = null!;
    private IPage? _page;

    public async Task InitializeAsync()
    {
        var program = await DebianPackages.ChromiumAsync(CancellationToken.None);
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);

        // Root may run Chromium only without its sandbox; it sees nothing here but our own pages.
        _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox"], Timeout = PatienceMilliseconds });
    }

    public async Task<IPage> OpenAsync(string address)
    {
        if (_page is not null)
        {
            await _page.CloseAsync();
        }

        _page = await _chromium.NewPageAsync();
        _page.SetDefaultTimeout(PatienceMilliseconds);
        await _page.GotoAsync(address);
        return _page;
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <summary>What a person does on a page, and sees there.</summary>
public static class People
{
    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    public static ILocator Button(this IPage page, string label) => page.GetByRole(AriaRole.Button, new() { Name = label });

    public static ILocator Alert(this IPage page) => page.GetByRole(AriaRole.Alert);

    /// <summary>Nothing that keeps people out who can't see well or use no mouse, as far as a program can tell.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        var result = await page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
    }
}
