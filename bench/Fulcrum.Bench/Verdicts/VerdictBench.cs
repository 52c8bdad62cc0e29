using System.Diagnostics;
using System.Globalization;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Bench.Verdicts;

/// <summary>How right verdicts are: on made-up ladders whose truth is known, and on redraws of stored logs.</summary>
internal static class VerdictBench
{
    /// <summary>Prints one Markdown document.</summary>
    /// <param name="file">Where it is written too; <see langword="null"/>: nowhere.</param>
    /// <param name="runs">Draws of each design; <see langword="null"/>: as many as the published tables have.</param>
    public static void Run(string? file, int? runs)
    {
        var (document, watch) = (new StudyDocument(), Stopwatch.StartNew());
        var machine = EnvironmentInfo.Collect(Artifact.Processor);
        document.Line("# How right verdicts are");
        document.Line();
        document.Paragraph(
            $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {machine["cpu"]}, {machine["cores"]} cores, {machine["dotnet"]}. Made by "
            + "`dotnet run -c Release --project bench/Fulcrum.Bench -- verdict docs/results/verdict.md`, with fixed seeds. The bar of a column stands in its head; a figure that misses it is **bold** ✗.");
        FalseClaimStudy.Run(document, runs ?? 4000);
        DecisionStudy.Run(document, runs ?? 1000);
        StarvedStudy.Run(document, runs ?? 1000);
        ReplayStudy.Run(document, runs ?? 500);
        AccuracyCoverage.Run(document);
        MacroF1Coverage.Run(document);
        document.Section("Sum");
        document.Paragraph(document.Summary);
        document.Line($"It took {watch.Elapsed.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes.");
        if (file is null) return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, document.Text);
    }
}
