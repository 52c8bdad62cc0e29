using System.Text.Json;
using Fulcrum.Tests;

namespace Fulcrum.Cli.Tests.Predicting;

/// <summary>A finished comparison of majority and classical on made-up goods, made once for a test class; tests copy what they change.</summary>
public sealed class GoodsRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string Run => Path.Combine(_folder.Path, "run");

    public string Data => Path.Combine(_folder.Path, "goods.csv");

    public async ValueTask InitializeAsync()
    {
        _folder.Write("goods.csv", MadeUpData.Csv(200));
        var ended = await FulcrumProcess.RunAsync(_folder.Path, "compare", "goods.csv", "--rungs", "majority,classical", "--output", "run");
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
    }

    /// <summary>The predictions of the recommended trial on the test part, by id.</summary>
    public Dictionary<string, JsonElement> TestPredictions()
    {
        var verdict = JsonDocument.Parse(File.ReadAllText(Path.Combine(Run, "verdict.json"))).RootElement;
        var log = Path.Combine(Run, "trials", verdict.GetProperty("recommended_trial").GetString()!, "predictions.jsonl");
        return File.ReadLines(log).Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("part").GetString() == "test")
            .ToDictionary(line => line.GetProperty("id").GetString()!);
    }

    /// <summary>Copies a folder with all that is in it.</summary>
    public static string Copy(string folder, string to)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return default;
    }
}
