using Microsoft.Playwright;

namespace Fulcrum.Web.Tests.Browser;

/// <summary>The installed Chromium, started once for a class of tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string? Executable =
        new[] { Environment.GetEnvironmentVariable("FULCRUM_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Skips the test where there is no Chromium.</summary>
    public IBrowser Browser
    {
        get
        {
            if (_browser is null) Assert.Skip("needs Chromium: install the package chromium, or name one in FULCRUM_CHROMIUM");
            return _browser;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Executable is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
