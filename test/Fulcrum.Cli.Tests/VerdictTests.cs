using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests;

public sealed class VerdictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Verdict_and_report_are_made_again_from_the_logs()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(60));
        var compared = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority,classical", "--output", "run", "--json");
        foreach (var file in new[] { "verdict.json", "report.html" }) File.Delete(Path.Combine(_folder.Path, "run", file));
        Directory.Delete(Path.Combine(_folder.Path, "run", "winner"), recursive: true);

        var decided = await FulcrumProcess.RunAsync(_folder.Path, "verdict", "run", "--json");

        Assert.Equal((0, compared.Output), (decided.ExitCode, decided.Output));
        Assert.All(["verdict.json", "report.html", "winner/predictor.json"], file => Assert.True(File.Exists(Path.Combine(_folder.Path, "run", file)), file));
    }

    [Fact]
    public async Task A_folder_without_a_run_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        var ended = await FulcrumProcess.RunAsync(_folder.Path, "verdict", "empty");

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal(
            $"error: There is no run in `{Path.Combine(_folder.Path, "empty")}`. Give the folder that compare printed, e.g. runs/2026-11-23T10-00-00-mails.\n",
            ended.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "empty")));
    }

    public void Dispose() => _folder.Dispose();
}
