using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Rungs.Classical;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests.Classical;

/// <summary>Scripts that set no blanks between words.</summary>
public class WithoutBlanksTests
{
    private const int Folds = 5;
    private const string LogisticRegression = """{"alpha":[],"c":[10],"features":["words_and_characters"]}""";

    /// <summary>Against what scikit-learn measured on the same folds (<c>test/fixtures/without-blanks/make.py</c>).</summary>
    [Theory]
    [InlineData("japanese")]
    [InlineData("chinese")]
    [InlineData("thai")]
    public async Task It_is_within_two_points_of_the_best_of_scikit_learn(string language)
    {
        var golden = JsonNode.Parse(File.ReadAllText(RepositoryFiles.Fixture("without-blanks/golden.json")))![language]!.AsObject();
        var best = golden.Max(figure => (double)figure.Value!);
        Assert.InRange(await Accuracy($"without-blanks/{language}.csv", LogisticRegression, developmentRows: 0), best - 0.02, 1);
        Assert.InRange(await Accuracy($"without-blanks/{language}.csv", "{}", developmentRows: 40), best - 0.02, 1);
    }

    [Fact]
    public async Task It_learns_four_hundred_japanese_rows() =>
        Assert.InRange(await Accuracy("odd-inputs/lang-japanese-400/d.csv", "{}", developmentRows: 40), 0.95, 1);

    /// <summary>The share of all rows that are right when each is in the test part of one fold; row i is in that of fold i % 5.</summary>
    private static async Task<double> Accuracy(string fixture, string settings, int developmentRows)
    {
        var data = await DatasetLoader.LoadAsync(
            new DataSource { Path = RepositoryFiles.Fixture(fixture) }, ".", cancellationToken: TestContext.Current.CancellationToken);
        var right = 0;
        for (var fold = 0; fold < Folds; fold++)
        {
            var parts = data.Examples.Index().ToLookup(row => row.Index % Folds == fold, row => row.Item);
            using var trial = new TrialFixture();
            trial.Run(new ClassicalRung(), new DataSplit
            {
                Train = [.. parts[false].Skip(developmentRows)],
                Dev = [.. parts[false].Take(developmentRows)],
                Test = [.. parts[true]],
                Labels = data.Labels,
                Seed = 0,
            }, JsonNode.Parse(settings)!.AsObject());
            right += trial.Predictions.Count(p => p.Part == DatasetPart.Test && p.Predicted == p.Labels);
        }

        return (double)right / data.Examples.Count;
    }
}
