using Microsoft.Playwright;

namespace Fulcrum.Web.Tests.Browser;

public class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    public static MatrixTheoryData<string, int, ColorScheme> Views =>
        new(["mail", "tie", "open", "small", "large", "nasty", "failed"], [1280, 360], [ColorScheme.Light, ColorScheme.Dark]);

    [Theory, MemberData(nameof(Views))]
    public async Task Nothing_overflows_the_page_and_the_browser_has_no_complaint(string kind, int width, ColorScheme scheme)
    {
        await using var report = await OpenAsync(kind, width, scheme);
        await ScreenshotAsync(report.Page, $"{kind}-{width}-{scheme}");
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        await ScreenshotAsync(report.Page, $"{kind}-{width}-{scheme}-open");

        Assert.Equal(width, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("main *")]
              .filter(e => !e.closest(".scroll, svg, .hidden, .switch") && e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 0.5)
              .map(e => e.tagName + "." + e.className)
            """));
        Assert.Empty(report.Complaints);
        Assert.Single(report.Requests);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Chart_text_is_readable_and_labels_do_not_touch(int width)
    {
        await using var report = await OpenAsync("large", width, ColorScheme.Light);
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll(".by-cost svg")].filter(s => s.getClientRects().length).flatMap(svg => {
              const labels = [...svg.querySelectorAll(".label")].map(e => ({ name: e.textContent, box: e.getBoundingClientRect() }));
              const touch = (a, b) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2;
              const pairs = labels.flatMap((a, i) => labels.slice(i + 1).filter(b => touch(a.box, b.box)).map(b => a.name + " touches " + b.name));
              const small = labels.filter(l => l.box.height < 11).map(l => l.name + " is " + l.box.height + " high");
              return [...pairs, ...small];
            })
            """));
    }

    [Fact]
    public async Task A_head_sorts_its_column_and_failed_trials_stay_last()
    {
        await using var report = await OpenAsync("mail", 1280, ColorScheme.Light);
        var accuracy = report.Page.Locator(".ladder thead button", new() { HasTextString = "Accuracy" }).First;
        Task<string[]> Order() => report.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('.ladder tbody a')].map(a => a.textContent)");

        await accuracy.ClickAsync();
        Assert.Equal(["full", "lora", "classical", "few-shot", "zero-shot", "majority", "scratch"], await Order());
        await accuracy.ClickAsync();
        Assert.Equal(["majority", "zero-shot", "few-shot", "classical", "lora", "full", "scratch"], await Order());
        Assert.Equal("ascending", await report.Page.Locator(".ladder thead th[aria-sort]").GetAttributeAsync("aria-sort"));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task The_cost_axis_switches_to_memory(int width)
    {
        await using var report = await OpenAsync("mail", width, ColorScheme.Light);
        Task<string[]> Shown() => report.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.by-cost svg')].filter(s => s.getClientRects().length).map(s => s.querySelector('title').textContent)");

        Assert.Equal(["Accuracy against cost per 1,000 requests"], await Shown());
        await report.Page.GetByText("Memory", new() { Exact = true }).First.ClickAsync();
        Assert.Equal(["Accuracy against peak memory"], await Shown());
        await ScreenshotAsync(report.Page, $"memory-{width}");
    }

    [Fact]
    public async Task A_table_fades_on_the_side_where_it_goes_on()
    {
        await using var report = await OpenAsync("mail", 390, ColorScheme.Light);
        Task<string> Fade() => report.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.scroll:has(.ladder)')).maskImage");

        Assert.Contains("gradient", await Fade(), StringComparison.Ordinal);
        await report.Page.EvaluateAsync(
            "new Promise(done => { const box = document.querySelector('.scroll:has(.ladder)'); box.scrollLeft = box.scrollWidth; requestAnimationFrame(() => requestAnimationFrame(done)); })");
        Assert.Equal("none", await Fade());
    }

    [Fact]
    public async Task A_text_that_is_unfolded_is_whole()
    {
        await using var report = await OpenAsync("mail", 1280, ColorScheme.Light);
        await report.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.Empty(await report.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.folded > div')].filter(e => e.clientHeight < e.scrollHeight).map(e => e.textContent)"));
    }

    [Fact]
    public async Task The_theme_switch_overrules_the_system()
    {
        await using var report = await OpenAsync("small", 1280, ColorScheme.Light);
        Task<string> Ground() => report.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

        var light = await Ground();
        await report.Page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        Assert.NotEqual(light, await Ground());
        await report.Page.GetByText("Light", new() { Exact = true }).ClickAsync();
        Assert.Equal(light, await Ground());
    }

    [Fact]
    public async Task The_name_of_a_rung_leads_to_its_details()
    {
        await using var report = await OpenAsync("mail", 1280, ColorScheme.Light);
        await report.Page.Locator(".ladder a", new() { HasTextString = "lora" }).ClickAsync();
        Assert.True(await report.Page.Locator("#trial-5").IsVisibleAsync());
    }

    [Fact]
    public async Task The_policy_stops_a_script_that_is_not_the_page_s_own()
    {
        var html = await HtmlReport.RenderAsync(HtmlReportTests.Report("small"), TestContext.Current.CancellationToken);
        var tampered = html.Replace("</main>", "<script>document.title = 'run'</script></main>", StringComparison.Ordinal);
        await using var report = await OpenedReport.OpenAsync(chromium.Browser, tampered, 1280, ColorScheme.Light);
        Assert.NotEqual("run", await report.Page.TitleAsync());
        Assert.Single(report.Complaints);
    }

    private async Task<OpenedReport> OpenAsync(string kind, int width, ColorScheme scheme)
    {
        var html = await HtmlReport.RenderAsync(HtmlReportTests.Report(kind), TestContext.Current.CancellationToken);
        return await OpenedReport.OpenAsync(chromium.Browser, html, width, scheme);
    }

    /// <summary>To be looked at: where FULCRUM_SCREENSHOTS names a folder.</summary>
    private static async Task ScreenshotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("FULCRUM_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }
}
