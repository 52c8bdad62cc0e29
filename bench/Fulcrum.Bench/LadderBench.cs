using System.Diagnostics;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Bench;

/// <summary>Runs the Python baseline's work through <c>fulcrum compare</c> and prints each rung's machine-normalised cost beside it.</summary>
internal static class LadderBench
{
    /// <param name="model">As for <c>--model</c>.</param>
    /// <param name="rungs">As for <c>--rungs</c>; null for all that the baseline has.</param>
    public static async Task<int> Run(string model, string? rungs)
    {
        var repository = FindRepository();
        var folder = Path.Combine("runs", $"bench-{DateTime.UtcNow:yyyyMMdd-HHmmss}");
        var before = Gemm.Measure();
        using (var compare = Process.Start(
            "dotnet",
            [
                "run", "-c", "Release", "--project", Path.Combine(repository, "src", "Fulcrum.Cli"), "--", "compare",
                Path.Combine(repository, "bench", "sms-spam.yaml"), "--model", model,
                "--rungs", rungs ?? string.Join(',', PythonBaseline.Rungs.Keys), "--train", "256", "--test", "500", "--output", folder,
            ]))
        {
            await compare.WaitForExitAsync();
            if (compare.ExitCode != 0) return compare.ExitCode;
        }

        var after = Gemm.Measure();
        var gigaflops = Math.Sqrt(before * after);
        Console.WriteLine($"fp32 GEMM 1024³: {before:0} GFLOP/s before, {after:0} after; baseline's machine {PythonBaseline.GemmGigaflops:0.0}.");
        Console.WriteLine("| rung | accuracy | baseline | seconds | baseline | peak GB | normalised cost / baseline's | goal |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        var total = 0.0;
        foreach (var rung in ReportBuilder.Build(new RunFolder(folder)).Verdict.Rungs.Where(rung => rung.Test is not null))
        {
            var (seconds, accuracy, goal) = PythonBaseline.Rungs[rung.Name];
            total += rung.Seconds;
            var ratio = rung.Seconds * gigaflops / (seconds * PythonBaseline.GemmGigaflops);
            Console.WriteLine(
                $"| {rung.Name} | {rung.Test!.Accuracy.Value:0.000} | {accuracy:0.000} | {rung.Seconds:0.0} | {seconds} | {rung.PeakMemoryBytes / 1e9:0.00} | {ratio:0.000} | {(goal is null ? "–" : $"≤ {goal}")} |");
        }

        if (rungs is null)
        {
            var ratio = total * gigaflops / (PythonBaseline.WholeLadderSeconds * PythonBaseline.GemmGigaflops);
            Console.WriteLine($"| whole ladder | | | {total:0.0} | {PythonBaseline.WholeLadderSeconds} | | {ratio:0.000} | ≤ 0.22 |");
        }

        return 0;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Fulcrum.slnx"))) return folder.FullName;
        throw new InvalidOperationException("Fulcrum.slnx not found above " + AppContext.BaseDirectory);
    }
}
