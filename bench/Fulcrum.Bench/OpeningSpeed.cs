using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;
using Fulcrum.Models.Builtin;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Native;
using Fulcrum.Rungs;
using Fulcrum.Workers.Processes;

namespace Fulcrum.Bench;

/// <summary>
/// Opening an artifact, its model found by its hash, beside loading that model alone: each time in a new process, as what is served is
/// started, after libtorch is loaded.
/// </summary>
internal static class OpeningSpeed
{
    /// <summary>How the children are asked for: <c>opening base MODEL</c> or <c>opening artifact FOLDER</c>.</summary>
    public const string Child = "opening";

    private const int Tries = 7;

    /// <summary>Prints a table in Markdown.</summary>
    /// <param name="model">The folder of a decoder, for an adapter; the head is on the built-in encoder.</param>
    public static async Task Run(string model)
    {
        var folder = Directory.CreateTempSubdirectory("fulcrum-bench-");
        try
        {
            using var rungs = new RungRegistry();
            var (lora, head) = (Path.Combine(folder.FullName, "lora"), Path.Combine(folder.FullName, "head"));
            RungTrial.Run(rungs.Find("lora")!, Rows(), model, new JsonObject { ["epochs"] = 1, ["learning_rates"] = new JsonArray(1e-4), ["max_tokens"] = 32 }, lora);
            var encoder = BuiltinMiniLM.Prepare();
            RungTrial.Run(rungs.Find("head")!, Rows(), encoder, artifact: head);

            Console.WriteLine("| | base, seconds | artifact, seconds | artifact / base | goal |");
            Console.WriteLine("|---|---|---|---|---|");
            await CompareAsync($"lora on {Path.GetFileName(Path.TrimEndingDirectorySeparator(model))}", model, lora);
            await CompareAsync($"head on {BuiltinMiniLM.Name}", encoder, head);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The seconds that this process takes to open what it is told.</summary>
    public static double Measure(string kind, string path)
    {
        TorchRuntime.EnsureLoaded();
        var start = Stopwatch.GetTimestamp();
        using var opened = kind == "artifact" ? OpenArtifact(path) : LoadModel(path);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static IPredictor OpenArtifact(string folder)
    {
        var artifact = Artifact.Open(folder);
        return new RungRegistry().Find(artifact.Manifest.Rung)!.Open(artifact);
    }

    private static IDisposable LoadModel(string path)
    {
        if (EncoderFolder.Is(path)) return TextEmbedder.Load(path);
        var model = LanguageModel.Load(path);
        _ = (model.Tokenizer, model.ChatTemplate);
        return model;
    }

    /// <summary>One after the other in turn, so that both have the same machine; the median of each.</summary>
    private static async Task CompareAsync(string name, string model, string artifact)
    {
        var (bases, artifacts) = (new List<double>(), new List<double>());
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            bases.Add(await MeasureInChildAsync("base", model));
            artifacts.Add(await MeasureInChildAsync("artifact", artifact));
        }

        var (alone, opened) = (Median(bases), Median(artifacts));
        Console.WriteLine($"| {name} | {alone:0.00} | {opened:0.00} | {opened / alone:0.00} | ≤ 1.2 |");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<double> MeasureInChildAsync(string kind, string path)
    {
        var command = WorkerStartInfo.ThisProgram(Child, kind, path);
        var start = new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"Opening `{path}` failed.");
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    private static DataSplit Rows()
    {
        Example[] rows = [.. MadeUpRows.Make(24).Select((row, i) => new Example($"{i}", row.Text, row.Label))];
        return new DataSplit { Train = rows[..16], Dev = rows[16..20], Test = rows[20..], Labels = [.. rows.SelectMany(row => row.Labels).Distinct().Order(StringComparer.Ordinal)], Seed = 1 };
    }
}
