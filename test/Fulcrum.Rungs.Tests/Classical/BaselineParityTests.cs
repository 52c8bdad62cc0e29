using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Rungs.Classical;
using Fulcrum.Rungs.Majority;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Classical;

/// <summary>Against the accuracies that scikit-learn measured on the same rows (data/BASELINES.md beside the repository).</summary>
public class BaselineParityTests
{
    private const string LogisticRegression = """{"alpha":[],"c":[10],"features":["words_and_characters"]}""";
    private const string NaiveBayes = """{"alpha":[0.1],"c":[]}""";

    [Theory]
    [InlineData("sms-spam", 0.882, 0.984, 0.987)]
    [InlineData("banking77-8", 0.125, 0.816, 0.872)]
    [InlineData("trec6", 0.188, 0.834, 0.880)]
    [InlineData("subj", 0.5, 0.926, 0.919)]
    [InlineData("ag-news", 0.25, 0.888, 0.896)]
    [InlineData("banking77", 0.013, 0.864, 0.913)]
    public void On_all_rows_the_learners_are_as_accurate_as_their_baselines_and_the_rung_is_as_the_best_of_them(string set, double majority, double bayes, double regression)
    {
        var (train, test) = (Read(set, "train"), Read(set, "test"));
        using var trial = new TrialFixture();
        trial.Run(new MajorityRung(), Split(train, [], test));
        Assert.InRange(trial.Accuracy(), majority - 0.0005, majority + 0.0005);
        Assert.InRange(Accuracy(NaiveBayes, train, test), bayes - 0.003, bayes + 0.003);
        Assert.InRange(Accuracy(LogisticRegression, train, test), regression - 0.005, regression + 0.005);

        // The rung chooses its settings on a tenth of train, which it then does not learn from.
        var rows = Order(train, seed: 0);
        var dev = rows.Take(rows.Count / 10).ToList();
        using var chosen = new TrialFixture();
        chosen.Run(new ClassicalRung(), Split([.. rows.Skip(dev.Count)], dev, test));
        var (low, high) = Wilson(Math.Max(bayes, regression), test.Count);
        Assert.InRange(chosen.Accuracy(), low, high);
    }

    [Theory]
    [InlineData("sms-spam", 128, 0.963, 0.004, 0.912, 0.003)]
    [InlineData("sms-spam", 512, 0.973, 0.003, 0.966, 0.006)]
    [InlineData("banking77-8", 128, 0.680, 0.020, 0.759, 0.017)]
    [InlineData("banking77-8", 512, 0.795, 0.007, 0.861, 0.017)]
    [InlineData("trec6", 128, 0.606, 0.094, 0.615, 0.044)]
    [InlineData("trec6", 512, 0.746, 0.011, 0.770, 0.010)]
    [InlineData("subj", 128, 0.776, 0.006, 0.803, 0.012)]
    [InlineData("subj", 512, 0.841, 0.004, 0.855, 0.005)]
    [InlineData("ag-news", 128, 0.690, 0.045, 0.689, 0.069)]
    [InlineData("ag-news", 512, 0.816, 0.005, 0.825, 0.007)]
    public void On_subsets_the_mean_of_three_draws_is_that_of_the_baseline(
        string set, int size, double bayes, double bayesDeviation, double regression, double regressionDeviation)
    {
        var (train, test) = (Read(set, "train"), Read(set, "test"));
        var subsets = Enumerable.Range(0, 3).Select(seed => Subset(train, size, seed)).ToList();
        var deviation = Math.Min(bayesDeviation, 0.005);
        Assert.InRange(subsets.Average(s => Accuracy(NaiveBayes, s, test)), bayes - deviation, bayes + deviation);
        deviation = Math.Min(regressionDeviation, 0.005);
        Assert.InRange(subsets.Average(s => Accuracy(LogisticRegression, s, test)), regression - deviation, regression + deviation);
    }

    private static double Accuracy(string settings, List<Example> train, List<Example> test)
    {
        using var trial = new TrialFixture();
        trial.Run(new ClassicalRung(), Split(train, [], test), JsonNode.Parse(settings)!.AsObject());
        return trial.Accuracy();
    }

    private static DataSplit Split(List<Example> train, List<Example> dev, List<Example> test) => new()
    {
        Train = train,
        Dev = dev,
        Test = test,
        Labels = [.. train.Concat(dev).SelectMany(e => e.Labels).Distinct().Order(StringComparer.Ordinal)],
        Seed = 0,
    };

    /// <summary>The first row of every label and then the next rows, in the order of <see cref="Order"/>.</summary>
    private static List<Example> Subset(List<Example> train, int size, int seed)
    {
        var ordered = Order(train, seed);
        var firsts = ordered.DistinctBy(e => e.Labels).ToList();
        return [.. firsts.Concat(ordered.Except(firsts)).Take(size)];
    }

    private static List<Example> Order(List<Example> rows, int seed) =>
        [.. rows.OrderBy(e => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{e.Id}"))), StringComparer.Ordinal)];

    private static (double Low, double High) Wilson(double share, int count)
    {
        const double z = 1.96;
        var center = (share + (z * z / 2 / count)) / (1 + (z * z / count));
        var half = z * Math.Sqrt((share * (1 - share) / count) + (z * z / 4 / count / count)) / (1 + (z * z / count));
        return (center - half, center + half);
    }

    private static List<Example> Read(string set, string part) =>
    [
        .. File.ReadLines(RepositoryFiles.Shared($"data/{set}/{part}.jsonl")).Select(line =>
        {
            var row = JsonNode.Parse(line)!;
            return new Example((string)row["id"]!, (string)row["text"]!, (string)row["label"]!);
        }),
    ];
}
