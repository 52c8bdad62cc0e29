using Fulcrum.Tests;
using Microsoft.Playwright;

namespace Fulcrum.Web.Tests.Browser;

/// <summary>A report opened from a file, with everything that the browser complained about.</summary>
internal sealed class OpenedReport : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IBrowserContext _context;

    private OpenedReport(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public List<string> Complaints { get; } = [];

    public List<string> Requests { get; } = [];

    public static async Task<OpenedReport> OpenAsync(IBrowser browser, string html, int width, ColorScheme scheme)
    {
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        var report = new OpenedReport(context, await context.NewPageAsync());
        report.Page.Console += (_, message) => report.Complaints.Add(message.Text);
        report.Page.PageError += (_, error) => report.Complaints.Add(error);
        report.Page.Request += (_, request) => report.Requests.Add(request.Url);
        await report.Page.GotoAsync(new Uri(report._folder.Write("report.html", html)).AbsoluteUri);
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _folder.Dispose();
    }
}
