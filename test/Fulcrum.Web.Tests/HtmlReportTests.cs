using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Fulcrum.Data;
using Fulcrum.Ladder.Reports;
using Fulcrum.Web.Tests.MadeUp;

namespace Fulcrum.Web.Tests;

public class HtmlReportTests
{
    public static TheoryData<string> Kinds => ["mail", "tie", "open", "small", "large", "nasty", "failed"];

    [Fact]
    public async Task The_verdict_stands_first_with_its_reasons()
    {
        var report = MadeUpReport.MailProtect();
        var page = await ParseAsync(report);
        Assert.Equal(report.Verdict.Recommendation, page.QuerySelector("h1")!.TextContent);
        Assert.Equal(report.Verdict.Reasons, page.QuerySelectorAll(".why, .reasons li").Select(reason => reason.TextContent));
        Assert.Equal("synthetic data", page.QuerySelector(".task .badge")!.TextContent);
        Assert.Contains("23 November 2026", page.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_far_the_evidence_goes_and_the_grade_stand_under_the_headline_with_their_reasons()
    {
        var badges = (await ParseAsync(MadeUpReport.Tie())).QuerySelector(".badges")!;
        Assert.Equal("Tie within the margin", badges.QuerySelector(".kind")!.TextContent);
        Assert.Equal("B", badges.QuerySelector(".letter")!.TextContent);
        Assert.Equal("probability of losing at most 1\u00a0point: .88, among what was judged", badges.QuerySelector(".meaning")!.TextContent);
        Assert.Equal("The test part tells as much as 117 independent rows; grade A needs 150.", badges.QuerySelector("details p")!.TextContent.Trim());
    }

    [Fact]
    public async Task Seven_sentences_stand_before_the_charts_and_the_rest_is_folded()
    {
        var report = MadeUpReport.Tie();
        string[] reasons = [.. Enumerable.Range(1, 9).Select(i => $"Reason {i}.")];
        var head = (await ParseAsync(report with { Verdict = report.Verdict with { Reasons = reasons } })).QuerySelector(".head")!;
        Assert.Equal(reasons[..6], head.QuerySelectorAll(".why, .reasons li").Select(reason => reason.TextContent));
        var rest = head.QuerySelector("details.rest")!;
        Assert.False(rest.HasAttribute("open"));
        Assert.Equal([.. reasons[6..], .. report.Verdict.Details], rest.QuerySelectorAll(".notes li").Select(note => note.TextContent.Trim()));
        Assert.Equal(report.Verdict.Pairs.Count, rest.QuerySelectorAll(".pairs tbody tr").Length);
    }

    [Fact]
    public async Task Where_nothing_is_decided_nothing_is_called_recommended()
    {
        var page = await ParseAsync(MadeUpReport.NotDecided());
        Assert.Equal("Not decided", page.QuerySelector(".kind")!.TextContent);
        Assert.Equal("best so far", page.QuerySelector(".ladder .badge")!.TextContent);
        Assert.DoesNotContain("recommended", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rung_that_was_not_judged_or_was_left_out_has_its_reason_in_place_of_a_comparison()
    {
        var page = await ParseAsync(MadeUpReport.Tie());
        Assert.Equal(
            "Not judged: it answered 40 of 400 test rows; all rows take about 7 min.",
            Text(Assert.Single(page.QuerySelectorAll(".ladder tr.not-judged .why-not"))));
        Assert.Equal(
            "Left out by constraints.p95_ms: its 95th percentile is 310 ms, at most 200 ms is allowed.",
            Text(Assert.Single(page.QuerySelectorAll(".ladder tr.left-out .why-not"))));
        Assert.Equal(
            ["few-shot", "not judged", "full", "left out by constraints.p95_ms", "scratch", "failed"],
            page.QuerySelectorAll("#forest-wide-title ~ g > .uncompared").Select(text => text.TextContent));

        static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_forest_plot_begins_with_the_leader_and_goes_down_by_difference()
    {
        var page = await ParseAsync(MadeUpReport.Tie());
        Assert.Equal(["lora", "head", "classical", "zero-shot", "majority"], page.QuerySelectorAll("#forest-wide-title ~ g > .label").Select(label => label.TextContent));
        Assert.Equal(["classical"], page.QuerySelectorAll("#forest-wide-title ~ g > .label.strong").Select(label => label.TextContent));
    }

    [Fact]
    public async Task Against_cost_what_is_dominated_is_hollow_what_is_left_out_is_crossed_and_what_is_not_judged_is_missing()
    {
        var points = (await ParseAsync(MadeUpReport.Tie())).QuerySelectorAll("#cost-money-wide-title ~ g:not(.grid)");
        Assert.Equal(["majority", "classical", "zero-shot", "head", "lora", "full"], points.Select(Name));
        Assert.Equal(["zero-shot"], points.Where(point => point.QuerySelector(".hollow") is not null).Select(Name));
        Assert.Equal(["full"], points.Where(point => point.QuerySelector(".cross") is not null).Select(Name));
        Assert.Equal(["classical"], points.Where(point => point.QuerySelector(".ring") is not null).Select(Name));

        static string Name(IElement point) => point.QuerySelector(".label")!.TextContent;
    }

    [Fact]
    public async Task Figures_of_fewer_than_a_hundred_rows_say_so()
    {
        var page = await ParseAsync(MadeUpReport.NotDecided());
        Assert.All(page.QuerySelectorAll("#cost-money-wide-title ~ g > .label"), label => Assert.EndsWith("(n\u00a0=\u00a060)", label.TextContent, StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll("#forest-wide-title ~ g > .label"), label => Assert.Equal("n\u00a0=\u00a060", label.NextElementSibling!.TextContent));
        Assert.Equal("Recall of bug against cost", page.QuerySelector(".by-cost h2")!.TextContent);
    }

    [Fact]
    public async Task Curves_are_drawn_where_there_are_two_points_and_cost_against_volume_with_its_break_evens()
    {
        var page = await ParseAsync(MadeUpReport.Tie());
        Assert.Equal(["head", "lora"], page.QuerySelectorAll("#curves-wide-title ~ g > .label").Select(label => label.TextContent));
        Assert.Equal(["classical", "head", "lora"], page.QuerySelectorAll("#volume-wide-title ~ g[class] > .label").Select(label => label.TextContent));
        Assert.Equal(["2.1\u202fM", "9\u202fM"], page.QuerySelectorAll("#volume-wide-title ~ g:not([class]) > .label").Select(label => label.TextContent));
        Assert.Null((await ParseAsync(MadeUpReport.MailProtect())).QuerySelector("#curves-wide-title"));
    }

    [Fact]
    public async Task Other_seeds_show_their_spread_under_the_accuracy()
    {
        var row = (await ParseAsync(MadeUpReport.Tie())).QuerySelectorAll(".ladder tbody tr").Single(row => row.QuerySelector("a")!.TextContent == "head");
        Assert.Contains("3 seeds: 96.2–97.9", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_between_backticks_are_set_as_code()
    {
        var report = MadeUpReport.MailProtect();
        var page = await ParseAsync(report with { Verdict = report.Verdict with { Reasons = ["Nothing beats always answering `legitimate <b>`; see `family`."] } });
        var reason = page.QuerySelector(".why")!;
        Assert.Equal("Nothing beats always answering legitimate <b>; see family.", reason.TextContent.Trim());
        Assert.Equal(["legitimate <b>", "family"], reason.QuerySelectorAll("code").Select(code => code.TextContent));
    }

    [Fact]
    public async Task What_perturbed_texts_cost_stands_in_a_folded_section_of_its_own()
    {
        var page = await ParseAsync(MadeUpReport.Small());
        var section = page.QuerySelector("section[aria-labelledby=robustness]")!;

        Assert.False(section.QuerySelector("details")!.HasAttribute("open"));
        Assert.Equal("\u221225.0 at worst", section.QuerySelector("summary .result")!.TextContent);
        var (effects, texts) = (section.QuerySelectorAll("table")[0], section.QuerySelectorAll("table")[1]);
        Assert.Equal(["Rung", "Texts", "Accuracy", "Other answer", "All", "Typos", "Numbers"], effects.QuerySelectorAll("thead th").Select(cell => cell.TextContent));
        Assert.Equal(
            ["200 of 100 rows", "75.0\u202f% from 90.0\u202f%", "20.0\u202f%", "\u221215.0 [\u221220.0, \u221210.0]", "\u22122.0 [\u22125.0, +1.0]", "\u221225.0 [\u221260.0, \u22123.0] n = 12"],
            Assert.Single(effects.QuerySelectorAll("tbody tr")).QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Equal(["\u221215.0", "\u221225.0"], effects.QuerySelectorAll(".alarming").Select(cell => cell.ChildNodes[0].TextContent));
        Assert.Equal(["Where is my order?", "Where is my oder?"], texts.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()));
        Assert.StartsWith("Perturbed texts turn an order round, on 100 rows", section.QuerySelector("p")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_without_perturbed_texts_has_no_such_section() =>
        Assert.Null((await ParseAsync(MadeUpReport.MailProtect())).QuerySelector("#robustness"));

    [Fact]
    public async Task What_was_noted_while_reading_stands_in_the_data_section()
    {
        var report = MadeUpReport.MailProtect();
        string[] notes = ["22 rows without `thread_id`, in no group: d-3, d-7, d-9, d-13, d-19 and 17 more.", "1 row with the label `Spam\\u200b` read as `<b>spam</b>`: d-4."];
        var page = await ParseAsync(report with { Data = report.Data with { Notes = notes } });
        Assert.Equal(
            notes.Select(note => note.Replace("`", "", StringComparison.Ordinal)),
            page.QuerySelectorAll("section[aria-labelledby=data] .notes li").Select(note => note.TextContent.Trim()));
    }

    [Fact]
    public async Task Real_data_is_not_called_synthetic() =>
        Assert.Null((await ParseAsync(MadeUpReport.Small())).QuerySelector(".task .badge"));

    [Fact]
    public async Task Every_trial_has_a_row_with_its_interval_and_details_of_its_own()
    {
        var report = MadeUpReport.MailProtect();
        var page = await ParseAsync(report);
        var rows = page.QuerySelectorAll(".ladder tbody tr");
        Assert.Equal(report.Trials.Select(t => t.Rung.Name), rows.Select(r => r.QuerySelector("th a")!.TextContent));
        Assert.Contains("97.1\u202f% [94.7, 99.1]", rows[4].TextContent, StringComparison.Ordinal);
        Assert.Contains("p\u202f<\u202f.001", rows[1].TextContent, StringComparison.Ordinal);
        Assert.All(rows, r => Assert.NotNull(page.QuerySelector(r.QuerySelector("a")!.GetAttribute("href")!)));
    }

    [Fact]
    public async Task The_recommended_row_is_marked_and_only_that()
    {
        var page = await ParseAsync(MadeUpReport.MailProtect());
        var row = Assert.Single(page.QuerySelectorAll(".ladder tr.recommended"));
        Assert.Contains("lora", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("recommended", row.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_shows_the_total_time_that_the_details_show()
    {
        var report = MadeUpReport.MailProtect();
        var page = await ParseAsync(report);
        var column = page.QuerySelectorAll(".ladder thead th").Select(h => h.TextContent).ToList().IndexOf("Total time");
        var rows = page.QuerySelectorAll<IHtmlTableRowElement>(".ladder tbody tr").ToArray();
        Assert.Equal("6.3\u202fs", rows[1].Cells[column].TextContent);
        Assert.Equal("8\u202fm 32\u202fs", rows[4].Cells[column].TextContent);
        Assert.Contains("total time", page.QuerySelector("#trial-2 .facts-list")!.TextContent.ToLowerInvariant(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_have_been_seen_stands_with_the_p_value_that_is_not_significant_and_only_there()
    {
        var report = MadeUpReport.MailProtect();
        var page = await ParseAsync(report);
        var column = page.QuerySelectorAll(".ladder thead th").Select(h => h.TextContent).ToList().IndexOf("p");
        var marked = page.QuerySelectorAll<IHtmlTableRowElement>(".ladder tbody tr:not(.failed)").Where(r => r.Cells[column].TextContent.Contains('≥', StringComparison.Ordinal));
        Assert.Equal(["lora"], marked.Select(r => r.QuerySelector("th a")!.TextContent));
    }

    [Fact]
    public async Task Rows_in_groups_are_told_beside_the_intervals_and_in_the_data_card()
    {
        var alone = MadeUpReport.MailProtect();
        var grouped = alone with { Data = alone.Data with { Groups = new Dictionary<DatasetPart, int> { [DatasetPart.Test] = 30 } } };
        var (plain, page) = (await ParseAsync(alone), await ParseAsync(grouped));
        const string Groups = "groups of texts, not texts, are taken as independent";
        Assert.DoesNotContain(Groups, plain.QuerySelector(".ladder")!.ParentElement!.NextElementSibling!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Groups, page.QuerySelector(".ladder")!.ParentElement!.NextElementSibling!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("in groups by family", plain.Body!.TextContent, StringComparison.Ordinal);
        var row = page.QuerySelectorAll<IHtmlTableRowElement>("tfoot tr").Single(r => r.TextContent.Contains("in groups by family", StringComparison.Ordinal));
        Assert.Equal(["–", "–", "30", "–"], row.Cells.Skip(1).Select(c => c.TextContent));
    }

    [Fact]
    public async Task Answers_that_could_not_be_read_are_told_in_words()
    {
        var figures = (await ParseAsync(MadeUpReport.MailProtect())).QuerySelector("#trial-3 .facts-list")!;
        var told = figures.QuerySelectorAll("div").ToDictionary(d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!.TextContent);
        Assert.Equal("10.0\u202f% (3 of 30 dev texts)", told["Unreadable answers to prompt json"]);
        Assert.Equal("25.0\u202f% of dev texts", told["Unreadable answers to prompt words"]);
        Assert.DoesNotContain(told.Keys, name => name.Contains('/', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_data_can_be_told_from_other_data_by_its_hash()
    {
        var report = MadeUpReport.MailProtect();
        Assert.Contains(report.DataHash, (await ParseAsync(report)).QuerySelector("[aria-labelledby=reproduce]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_trial_says_why_and_is_in_no_chart()
    {
        var page = await ParseAsync(MadeUpReport.MailProtect());
        Assert.Contains("lack of memory", page.QuerySelector(".ladder tr.failed")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(6, page.QuerySelectorAll("#cost-money-wide-title ~ g > .marker").Length);
        Assert.Contains("1 without figures on test", page.QuerySelector(".charts .note")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_completed_trial_there_is_no_chart_but_a_reason()
    {
        var page = await ParseAsync(MadeUpReport.AllFailed());
        Assert.Null(page.QuerySelector("svg"));
        Assert.Contains("Download it again", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_shift_part_perturbed_copies_take_its_place()
    {
        var page = await ParseAsync(MadeUpReport.Small());
        Assert.Equal(["Accuracy against cost", "Difference to the leader", "Test rows → perturbed copies"], page.QuerySelectorAll("figcaption h2").Select(h => h.TextContent));
        Assert.DoesNotContain(page.QuerySelectorAll(".ladder thead th"), h => h.TextContent.Contains("Shifted", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task All_rows_of_a_table_have_as_many_cells_as_its_head(string kind)
    {
        var page = await ParseAsync(Report(kind));
        foreach (var table in page.QuerySelectorAll<IHtmlTableElement>("table"))
        {
            var heads = table.Head!.Rows[0].Cells.Length;
            Assert.All(table.Rows, row => Assert.Equal(heads, row.Cells.Sum(c => c.ColumnSpan)));
        }
    }

    [Fact]
    public async Task The_confusion_matrix_counts_unreadable_answers_last()
    {
        var report = MadeUpReport.Small();
        var page = await ParseAsync(report);
        var matrix = page.QuerySelectorAll<IHtmlTableElement>(".confusion").ElementAt(1);
        Assert.Equal("unreadable", matrix.Head!.Rows[0].Cells[^1].TextContent);
        var expected = report.Trials[1].Test!.Confusion.Select(r => r.Select(c => c == 0 ? "" : c.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(expected, matrix.Bodies[0].Rows.Select(r => r.Cells.Skip(1).Select(c => c.TextContent)));
    }

    [Fact]
    public async Task A_mistake_stands_beside_what_the_others_answered()
    {
        var page = await ParseAsync(MadeUpReport.MailProtect());
        var answers = page.QuerySelectorAll("#trial-5 .mistake")[0].QuerySelectorAll("tbody tr");
        Assert.Equal(["lora", "majority", "classical"], answers.Select(r => r.QuerySelector("th")!.TextContent));
        Assert.Equal(["97.0\u202f%", "3.0\u202f%"], answers[0].QuerySelectorAll(".num").Select(c => c.TextContent));
        Assert.NotNull(answers[0].QuerySelector(".wrong-answer"));
        Assert.NotNull(answers[1].QuerySelector(".right-answer"));
    }

    [Fact]
    public async Task The_setting_that_won_is_marked_in_the_search_log()
    {
        var page = await ParseAsync(MadeUpReport.MailProtect());
        var chosen = Assert.Single(page.QuerySelectorAll("#trial-5 tbody tr.recommended"));
        Assert.StartsWith("0.0002", chosen.TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_can_be_copied_word_for_word()
    {
        var report = MadeUpReport.MailProtect();
        Assert.Equal(report.Command, (await ParseAsync(report)).QuerySelector("[data-copy] code")!.TextContent);
    }

    [Fact]
    public async Task Hostile_text_stays_text()
    {
        var page = await ParseAsync(MadeUpReport.Nasty());
        Assert.Single(page.Scripts);
        Assert.Empty(page.QuerySelectorAll("img, iframe, object, embed, link, base, form"));
        Assert.DoesNotContain(page.All, e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        Assert.Contains("<script>alert(1)</script>", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, page.QuerySelectorAll("main").Length);
    }

    [Fact]
    public async Task An_enormous_text_does_not_make_an_enormous_report()
    {
        var html = await HtmlReport.RenderAsync(MadeUpReport.Nasty(), TestContext.Current.CancellationToken);
        Assert.InRange(html.Length, 1, 600_000);
        Assert.Contains("further characters are in the run folder", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Nothing_is_loaded_from_anywhere(string kind)
    {
        var page = await ParseAsync(Report(kind));
        string[] loading = ["src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "xlink:href", "style"];
        Assert.All(page.All, e => Assert.DoesNotContain(e.Attributes, a => loading.Contains(a.Name)));
        Assert.All(page.QuerySelectorAll("[href]"), e => Assert.StartsWith("#", e.GetAttribute("href"), StringComparison.Ordinal));
        var code = string.Concat(page.QuerySelectorAll("style, script").Select(e => e.TextContent));
        Assert.DoesNotMatch(@"https?:|url\(|@import|fetch|XMLHttpRequest|import\s*\(", code);
    }

    [Fact]
    public async Task No_address_stands_anywhere_in_a_report_whose_texts_have_none()
    {
        var html = await HtmlReport.RenderAsync(MadeUpReport.MailProtect(), TestContext.Current.CancellationToken);
        Assert.DoesNotMatch(@"https?://|//www\.|src=|url\(", html);
    }

    [Fact]
    public async Task The_policy_allows_only_the_script_and_the_style_of_the_page_itself()
    {
        var page = await ParseAsync(MadeUpReport.Small());
        var policy = page.QuerySelector("meta[http-equiv=Content-Security-Policy]")!.GetAttribute("content")!;
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        foreach (var part in new[] { "style", "script" })
        {
            var content = Assert.Single(page.QuerySelectorAll(part)).TextContent;
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
            Assert.Contains($"{part}-src 'sha256-{hash}'", policy, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task All_coordinates_are_numbers_and_all_ids_unique(string kind)
    {
        var page = await ParseAsync(Report(kind));
        string[] geometry = ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points", "viewBox"];
        var values = page.QuerySelectorAll("svg, svg *").SelectMany(e => e.Attributes).Where(a => geometry.Contains(a.Name)).Select(a => a.Value).ToList();
        Assert.All(values, v => Assert.Matches(@"^(-?\d+(\.\d)?([ ,]|$))+$", v));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Charts_and_scrolling_boxes_have_names(string kind)
    {
        var page = await ParseAsync(Report(kind));
        Assert.All(page.QuerySelectorAll("svg[role=img]"), svg => Assert.All(svg.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotEmpty(page.GetElementById(id)!.TextContent)));
        Assert.All(page.QuerySelectorAll("[role=region]"), box => Assert.True(box.HasAttribute("aria-label") || box.HasAttribute("aria-labelledby")));
    }

    [Fact]
    public async Task The_markup_is_well_formed()
    {
        var html = await HtmlReport.RenderAsync(MadeUpReport.Large(), TestContext.Current.CancellationToken);
        var errors = new List<string>();
        var parser = new HtmlParser(new HtmlParserOptions());
        parser.Error += (_, e) => errors.Add(((AngleSharp.Html.Dom.Events.HtmlErrorEvent)e).Message);
        parser.ParseDocument(html);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task A_canceled_report_is_not_made() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HtmlReport.RenderAsync(MadeUpReport.Small(), new(canceled: true)));

    internal static ComparisonReport Report(string kind) => kind switch
    {
        "mail" => MadeUpReport.MailProtect(),
        "tie" => MadeUpReport.Tie(),
        "open" => MadeUpReport.NotDecided(),
        "small" => MadeUpReport.Small(),
        "large" => MadeUpReport.Large(),
        "nasty" => MadeUpReport.Nasty(),
        "failed" => MadeUpReport.AllFailed(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static async Task<IHtmlDocument> ParseAsync(ComparisonReport report)
    {
        var html = await HtmlReport.RenderAsync(report, TestContext.Current.CancellationToken);
        return new HtmlParser().ParseDocument(html);
    }
}
