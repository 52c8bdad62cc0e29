using System.Diagnostics;
using System.Globalization;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Bench.Verdicts;

/// <summary>How right verdicts are: on made-up ladders whose truth is known, and on redraws of stored logs.</summary>
internal static class VerdictBench
{
    /// <summary>In the order in which they stand in the document.</summary>
    private static readonly (string Name, Action<StudyDocument, int?> Run)[] Studies =
    [
        ("claims", (document, runs) => FalseClaimStudy.Run(document, runs ?? 4000)),
        ("decisions", (document, runs) => DecisionStudy.Run(document, runs ?? 1000)),
        ("starved", (document, runs) => StarvedStudy.Run(document, runs ?? 1000)),
        ("replay", (document, runs) => ReplayStudy.Run(document, runs ?? 500)),
        ("coverage", (document, runs) => AccuracyCoverage.Run(document, runs ?? 2000)),
        ("macro-f1", (document, runs) => MacroF1Coverage.Run(document, runs ?? 1000)),
    ];

    /// <summary>Prints one Markdown document.</summary>
    /// <param name="file">Where it is written too; <see langword="null"/>: nowhere.</param>
    /// <param name="runs">Draws of each design; <see langword="null"/>: as many as the published tables have.</param>
    /// <param name="study">The only study to run; <see langword="null"/>: all.</param>
    public static void Run(string? file, int? runs, string? study)
    {
        if (study is not null && Studies.All(one => one.Name != study))
            throw new ArgumentException($"There is no study `{study}`: {string.Join(", ", Studies.Select(one => one.Name))}.", nameof(study));
        var (document, watch) = (new StudyDocument(), Stopwatch.StartNew());
        var machine = EnvironmentInfo.Collect(Artifact.Processor);
        document.Line("# How right verdicts are");
        document.Line();
        document.Paragraph(
            $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {machine["cpu"]}, {machine["cores"]} cores, {machine["dotnet"]}. Made by "
            + $"`dotnet run -c Release --project bench/Fulcrum.Bench -- verdict docs/results/verdict.md{(runs is { } draws ? $" {draws}" : "")}`, with fixed seeds. "
            + "The bar of a column stands in its head; a figure that misses it is **bold** ✗.");
        foreach (var (name, run) in Studies)
            if (study is null || study == name) run(document, runs);
        document.Section("Sum");
        document.Paragraph(document.Summary);
        document.Line($"It took {watch.Elapsed.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes.");
        if (file is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, document.Text);
    }
}
