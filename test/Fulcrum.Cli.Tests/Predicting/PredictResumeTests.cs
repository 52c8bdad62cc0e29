using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>A prediction that was stopped or killed goes on, and comes to what it would have come to.</summary>
public sealed class PredictResumeTests(GoodsRun goods) : IClassFixture<GoodsRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("KILL", "csv")]
    [InlineData("INT", "parquet")]
    public async Task It_goes_on_behind_the_last_whole_block(string signal, string format)
    {
        _folder.Write("many.csv", MadeUpData.Csv(400_000));
        var partial = InFolder($"out.{format}.partial");
        var stopped = await StopAsync(signal, "many.csv", $"out.{format}");
        Assert.Equal(signal == "KILL" ? 137 : 130, stopped.ExitCode);
        if (signal == "INT") Assert.Contains($"Stopped. Continue with: fulcrum predict {goods.Run} many.csv -o out.{format} --resume\n", stopped.Error, StringComparison.Ordinal);

        Assert.False(File.Exists(InFolder($"out.{format}")));
        var kept = File.ReadLines(partial).Count();
        Assert.InRange(kept, 2, 400_000 / 128);
        // As a crash in the middle of a write leaves it.
        await File.AppendAllTextAsync(partial, "[{\"label\":0,\"prob", TestContext.Current.CancellationToken);

        var refused = await PredictAsync("many.csv", $"out.{format}");
        Assert.Equal((2, $"error: A prediction into `out.{format}` was not finished. Continue it with --resume, or delete `out.{format}.partial`.\n"), (refused.ExitCode, refused.Error));

        Assert.Equal(0, (await PredictAsync("many.csv", $"out.{format}", "--resume")).ExitCode);
        Assert.Equal(0, (await PredictAsync("many.csv", $"whole.{format}")).ExitCode);

        Assert.False(File.Exists(partial));
        Assert.True(File.ReadAllBytes(InFolder($"out.{format}")).AsSpan().SequenceEqual(File.ReadAllBytes(InFolder($"whole.{format}"))));
    }

    [Fact]
    public async Task Answers_to_something_else_are_not_continued()
    {
        _folder.Write("one.csv", MadeUpData.Csv(200_000));
        _folder.Write("two.csv", MadeUpData.Csv(2));
        await StopAsync("KILL", "one.csv", "out.csv");
        await AssertAsync("holds answers to another file, or to this one before it was changed", goods.Run, "two.csv");
        await AssertAsync("holds answers to the column `text`", goods.Run, "one.csv", "--column", "id");
        await AssertAsync("holds answers of another artifact", Directory.EnumerateDirectories(Path.Combine(goods.Run, "trials"), "majority-*").Single(), "one.csv");
        await File.WriteAllTextAsync(InFolder("out.csv.partial"), "something\n", TestContext.Current.CancellationToken);
        await AssertAsync("is not what a prediction writes", goods.Run, "one.csv");

        async Task AssertAsync(string fault, string artifact, params string[] arguments)
        {
            var ended = await FulcrumProcess.RunAsync(_folder.Path, ["predict", artifact, .. arguments, "-o", "out.csv", "--resume"]);
            Assert.Equal((2, $"error: out.csv.partial: The file {fault}. Delete it, or choose another output.\n"), (ended.ExitCode, ended.Error));
        }
    }

    [Fact]
    public async Task Resume_without_anything_to_continue_begins_at_the_start()
    {
        var ended = await PredictAsync(goods.Data, "out.csv", "--resume");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Equal(201, File.ReadLines(InFolder("out.csv")).Count());
    }

    /// <summary>Kills a prediction once it has some answers.</summary>
    private async Task<FulcrumProcess.Ended> StopAsync(string signal, string file, string output)
    {
        var partial = InFolder(output + ".partial");
        using var predict = FulcrumProcess.Start(_folder.Path, "predict", goods.Run, file, "-o", output);
        await Until.TrueAsync(() => File.Exists(partial) && new FileInfo(partial).Length > 100_000, "some answers");
        predict.Signal(signal);
        return await predict.WaitAsync();
    }

    private Task<FulcrumProcess.Ended> PredictAsync(string file, string output, params string[] more) =>
        FulcrumProcess.RunAsync(_folder.Path, ["predict", goods.Run, file, "-o", output, .. more]);

    private string InFolder(string name) => Path.Combine(_folder.Path, name);
}
