using Fulcrum.Data.Labels;
using Fulcrum.Data.Leakage;
using Fulcrum.Data.Splitting;
using Fulcrum.Tests;

namespace Fulcrum.Data.Tests.Leakage;

public sealed class LeakageDetectorTests
{
    private const string Long = "your parcel is waiting at the depot and will be sent back to the sender on friday";

    [Fact]
    public void Each_twin_is_counted_once_by_its_closest_kind()
    {
        var report = LeakageDetector.Inspect(Split(
            train: ["Hello there!", "Win 100 pounds", Long],
            test: ["Hello there!", "win 5 POUNDS", Long + " maybe", "something else altogether", "!!!"]), TestContext.Current.CancellationToken);
        var overlap = Assert.Single(report.Overlaps);
        Assert.Equal((DatasetPart.Train, DatasetPart.Test, 1, 1, 1), (overlap.First, overlap.Second, overlap.Exact, overlap.Normalized, overlap.Near));
        Assert.Equal([new("train0", "test0"), new("train1", "test1"), new("train2", "test2")], overlap.Samples);
        Assert.False(report.IsClean);
    }

    [Fact]
    public void A_clean_split_is_clean() =>
        Assert.True(LeakageDetector.Inspect(Split(["alpha beta gamma"], ["delta epsilon zeta"]), TestContext.Current.CancellationToken).IsClean);

    [Fact]
    public void A_spam_filters_verdict_in_a_header_is_found()
    {
        var rows = Enumerable.Range(0, 200).Select(i => new Example($"r{i}", Distinct.Text(i), i % 2 == 0 ? "spam" : "ham")
        {
            Metadata = new Dictionary<string, string>
            {
                ["X-Spam-Flag"] = i % 2 == 0 ? "YES" : "NO",
                ["List-Id"] = i % 4 == 1 ? "<dev.example.org>" : "none",
                ["Received"] = $"from host{i} by mail.example.org",
            },
        }).ToList();

        var words = LeakageDetector.Inspect(Split([], []) with { Train = rows }, TestContext.Current.CancellationToken).LabelWords;

        Assert.Equal(
            [new("no", "x-spam-flag", "ham", 1), new("yes", "x-spam-flag", "spam", 1), new LabelWord("dev.example.org", "list-id", "ham", 0.5)],
            words);
    }

    [Fact]
    public void A_row_of_several_labels_is_one_row()
    {
        // The word stands in all rows of a, of which each has b and c too, and in one of the 150 others: fewer than one of a hundred.
        var rows = Enumerable.Range(0, 200).Select(i => new Example($"r{i}", Distinct.Text(i), LabelSet.OfList(i < 50 ? ["a", "b", "c"] : i < 100 ? ["b"] : i < 150 ? ["c"] : []))
        {
            Metadata = new Dictionary<string, string> { ["tag"] = i is < 50 or 175 ? "telling" : $"x{i}" },
        }).ToList();

        var word = Assert.Single(LeakageDetector.Inspect(Split([], []) with { Train = rows }, TestContext.Current.CancellationToken).LabelWords);

        Assert.Equal(("telling", "tag", "a", 1.0), (word.Word, word.Where, word.Label, word.Share));
    }

    [Theory]
    [InlineData("{0}から転送", "本日、{0}より", "経理部", "ｸﾚｰﾑ係", "経理部", "クレーム")]
    [InlineData("转发自{0}", "{0}回复", "财务部", "仓库", "财务部", "仓库")]
    [InlineData("ส่งจาก{0}", "{0}ตอบ", "บัญชี", "คลัง", "บัญชี", "คลัง")]
    [InlineData("{0}課", "{0}係から", "iPhone", "倉庫", "iphone", "倉庫")]
    public void A_word_is_found_where_no_blanks_stand_around_it(
        string even, string odd, string billing, string shipping, string billingWord, string shippingWord)
    {
        var rows = Enumerable.Range(0, 200).Select(i => new Example($"r{i}", Distinct.Text(i), i % 2 == 0 ? "billing" : "shipping")
        {
            Metadata = new Dictionary<string, string> { ["note"] = (i % 4 < 2 ? even : odd).Replace("{0}", i % 2 == 0 ? billing : shipping, StringComparison.Ordinal) },
        }).ToList();

        var words = LeakageDetector.Inspect(Split([], []) with { Train = rows }, TestContext.Current.CancellationToken).LabelWords;

        Assert.Equal([new(billingWord, "note", "billing", 1), new LabelWord(shippingWord, "note", "shipping", 1)], words.OrderBy(word => word.Label));
    }

    [Fact]
    public void A_word_that_a_third_of_many_rows_has_is_counted_in_all_of_them()
    {
        var rows = Enumerable.Range(0, 12_000).Select(i => new Example($"r{i}", Distinct.Text(i), i % 2 == 0 ? "a" : "b")
        {
            Metadata = new Dictionary<string, string> { ["h"] = i % 2 == 0 && i % 3 != 1 ? $"telling x{i}" : $"y{i}" },
        }).ToList();

        var word = Assert.Single(LeakageDetector.Inspect(Split([], []) with { Train = rows }, TestContext.Current.CancellationToken).LabelWords);

        Assert.Equal(("telling", "h", "a", 4000 / 6000.0), (word.Word, word.Where, word.Label, word.Share));
    }

    [Fact]
    public void Words_of_rare_use_or_of_both_labels_are_not_label_words()
    {
        var rows = Enumerable.Range(0, 200).Select(i => new Example($"r{i}", Distinct.Text(i), i % 2 == 0 ? "a" : "b")
        {
            Metadata = new Dictionary<string, string> { ["h"] = i % 2 == 0 && i < 50 ? "some" : i < 20 ? "both" : "all" },
        }).ToList();
        Assert.Empty(LeakageDetector.Inspect(Split([], []) with { Train = rows }, TestContext.Current.CancellationToken).LabelWords);
    }

    [Fact]
    public async Task Twins_are_those_that_an_exact_search_finds()
    {
        await AssertTwins("sms-spam", same: 0, near: 0);
        await AssertTwins("banking77-8", same: 1, near: 19);
        await AssertTwins("trec6", same: 12, near: 1);
        await AssertTwins("subj", same: 0, near: 0);
        await AssertTwins("ag-news", same: 0, near: 0);
    }

    private static async Task AssertTwins(string name, int same, int near)
    {
        var data = await Load.Path(RepositoryFiles.Shared($"data/{name}"));
        var split = new DataSplit
        {
            Train = [.. data.Examples.Where(e => data.GivenParts[e.Id] == DatasetPart.Train)],
            Dev = [],
            Test = [.. data.Examples.Where(e => data.GivenParts[e.Id] == DatasetPart.Test)],
            Labels = data.Labels,
            Seed = 0,
        };
        var overlap = Assert.Single(LeakageDetector.Inspect(split, TestContext.Current.CancellationToken).Overlaps);
        Assert.Equal((name, same, near), (name, overlap.Exact + overlap.Normalized, overlap.Near));
    }

    private static DataSplit Split(string[] train, string[] test) => new()
    {
        Train = [.. train.Select((text, i) => new Example($"train{i}", text, "a"))],
        Dev = [],
        Test = [.. test.Select((text, i) => new Example($"test{i}", text, "b"))],
        Labels = ["a", "b"],
        Seed = 0,
    };
}
