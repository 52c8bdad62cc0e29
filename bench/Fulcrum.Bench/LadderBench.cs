using System.Diagnostics;
using Fulcrum.Data;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Bench;

/// <summary>Runs the Python baseline's work through <c>fulcrum compare</c> and prints each rung's machine-normalized cost beside it.</summary>
internal static class LadderBench
{
    /// <param name="model">As for <c>--model</c>.</param>
    /// <param name="rungs">As for <c>--rungs</c>; null for all that the baseline has.</param>
    public static async Task<int> Run(string model, string? rungs)
    {
        var folder = Path.Combine("runs", $"bench-{DateTime.UtcNow:yyyyMMdd-HHmmss}");
        Console.WriteLine("| rung | accuracy | baseline | seconds | baseline | peak GB | GEMM GFLOP/s | on dev and latency | normalized cost / baseline's | without them | goal |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        var (seconds, cost, extraSeconds, extraCost) = (0.0, 0.0, 0.0, 0.0);
        foreach (var rung in rungs?.Split(',') ?? [.. PythonBaseline.Rungs.Keys])
        {
            // Shared machines change their speed within minutes: the rate is taken around each rung.
            var before = Gemm.MeasureStock();
            var run = Path.Combine(folder, rung);
            if (await Compare(model, rung, run) is not 0 and var code) return code;
            var gigaflops = Math.Sqrt(before * Gemm.MeasureStock());
            var measured = ReportBuilder.Build(new RunFolder(run)).Verdict.Rungs.Single(one => one.Name == rung);
            var extra = ExtraSeconds(new RunFolder(run));
            var baseline = PythonBaseline.Rungs[rung];
            seconds += measured.Seconds;
            cost += measured.Seconds * gigaflops;
            extraSeconds += extra;
            extraCost += extra * gigaflops;
            Console.WriteLine(
                $"| {rung} | {measured.Test!.Accuracy.Value:0.000} | {baseline.Accuracy:0.000} | {measured.Seconds:0.0} | {baseline.Seconds} | {measured.PeakMemoryBytes / 1e9:0.00} | {gigaflops:0} | {extra:0.0} | {Ratio(measured.Seconds * gigaflops, baseline.Seconds):0.000} | {Ratio((measured.Seconds - extra) * gigaflops, baseline.Seconds):0.000} | {(baseline.Goal is { } goal ? $"≤ {goal}" : "–")} |");
        }

        if (rungs is null)
            Console.WriteLine($"| whole ladder | | | {seconds:0.0} | {PythonBaseline.WholeLadderSeconds} | | | {extraSeconds:0.0} | {Ratio(cost, PythonBaseline.WholeLadderSeconds):0.000} | {Ratio(cost - extraCost, PythonBaseline.WholeLadderSeconds):0.000} | ≤ 0.22 |");
        return 0;
    }

    /// <summary>
    /// What the rung spent on what the baseline has not: dev, which is predicted once, or after every epoch until one is no
    /// better; and requests of one text each, for the latency.
    /// </summary>
    private static double ExtraSeconds(RunFolder run)
    {
        var trial = run.Trial(run.ReadTrials().Single().Id);
        var outcome = trial.ReadResult()!.Outcome!;
        var epochs = (int?)outcome.Chosen["epochs"];
        var times = epochs is { } best ? Math.Min(PythonBaseline.Epochs, best + 1) : 1;
        var dev = trial.ReadPredictions().Where(prediction => prediction.Part == DatasetPart.Dev).Sum(prediction => prediction.Milliseconds);
        return (times * dev + outcome.Latencies.Sum()) / 1000;
    }

    private static double Ratio(double cost, double baselineSeconds) => cost / (baselineSeconds * PythonBaseline.GemmGigaflops);

    private static async Task<int> Compare(string model, string rung, string output)
    {
        using var compare = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "run", "-c", "Release", "--project", Path.Combine(Repository.Folder, "src", "Fulcrum.Cli"), "--", "compare",
                Path.Combine(Repository.Folder, "bench", "sms-spam.yaml"), "--model", model, "--rungs", rung, "--train", "256", "--test", "500", "--no-builtin", "--output", output,
            ])
        {
            RedirectStandardOutput = true, // the table of one rung says nothing here
        })!;
        await compare.StandardOutput.ReadToEndAsync();
        await compare.WaitForExitAsync();
        return compare.ExitCode;
    }
}
