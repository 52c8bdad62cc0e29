using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs;
using Fulcrum.Rungs.Classical;
using Fulcrum.Tests;

namespace Fulcrum.Samples.Tests;

/// <summary>The samples are worth a ladder only while the classical rung is neither helpless nor perfect on them.</summary>
public sealed class HardnessTests
{
    [Theory]
    [InlineData("mailprotect", .80, .95)]
    [InlineData("support-intents", .70, .90)]
    public async Task The_classical_rung_is_good_but_not_perfect(string sample, double least, double most)
    {
        using var trial = await RunAsync(sample);
        Assert.InRange(trial.Accuracy(), least, most);
    }

    [Fact]
    public async Task Shifted_mails_are_harder()
    {
        using var trial = await RunAsync("mailprotect");
        var (test, shift) = (trial.Accuracy(), trial.Accuracy(DatasetPart.Shift));
        Assert.True(shift < test - .05, $"test {test}, shift {shift}");
    }

    private static async Task<TrialFixture> RunAsync(string sample)
    {
        var task = TaskReader.Read(Path.Combine(RepositoryFiles.Root, "samples", sample), RungRegistry.Catalog);
        var data = await DatasetLoader.LoadAsync(task.Data, RepositoryFiles.Root, task.LabelRules, null, TestContext.Current.CancellationToken);
        var trial = new TrialFixture();
        trial.Run(new ClassicalRung(), Splitter.Split(data, new SplitOptions(), TestContext.Current.CancellationToken));
        return trial;
    }
}
