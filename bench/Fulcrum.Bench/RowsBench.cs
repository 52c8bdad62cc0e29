using System.Diagnostics;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;

namespace Fulcrum.Bench;

/// <summary>Runs <c>fulcrum compare</c> on many short rows and prints its time and the peak memory of both its processes.</summary>
internal static class RowsBench
{
    /// <param name="counts">How many rows.</param>
    public static async Task<int> Run(IEnumerable<int> counts)
    {
        Console.WriteLine("| rows | seconds | reading, splitting, leakage, report | majority | classical | accuracy | peak MB of compare | of its worker | bytes per row | report.html, kB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var count in counts)
        {
            var folder = Directory.CreateTempSubdirectory("fulcrum-bench-");
            try
            {
                var file = Path.Combine(folder.FullName, "rows.csv");
                MadeUpRows.Write(file, count);
                var output = Path.Combine(folder.FullName, "run");
                var start = Stopwatch.GetTimestamp();
                var (code, peak) = await Compare(file, output);
                if (code != 0) return code;
                var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var run = new RunFolder(output);
                var rungs = ReportBuilder.Build(run).Verdict.Rungs.ToDictionary(rung => rung.Name);
                var worker = rungs.Values.Max(rung => rung.PeakMemoryBytes ?? 0);
                var (majority, classical) = (rungs["majority"], rungs["classical"]);
                Console.WriteLine(
                    $"| {count:N0} | {seconds:0.0} | {seconds - majority.Seconds - classical.Seconds:0.0} | {majority.Seconds:0.0} | {classical.Seconds:0.0} | {classical.Test!.Accuracy.Value:0.000} | {peak / 1e6:0} | {worker / 1e6:0} | {Math.Max(peak, worker) / count:N0} | {new FileInfo(run.ReportFile).Length / 1000:N0} |");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return 0;
    }

    private static async Task<(int Code, long Peak)> Compare(string file, string output)
    {
        var program = Path.Combine(Repository.Folder, "artifacts", "bin", "Fulcrum.Cli", "release", "fulcrum.dll");
        using var compare = Process.Start(new ProcessStartInfo(
            "dotnet", [program, "compare", file, "--rungs", "majority,classical", "--output", output])
        {
            RedirectStandardOutput = true, // the table of two rungs says nothing here
        })!;
        _ = compare.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!compare.HasExited)
        {
            await timer.WaitForNextTickAsync();
            compare.Refresh();
            if (!compare.HasExited) peak = Math.Max(peak, compare.PeakWorkingSet64);
        }

        return (compare.ExitCode, peak);
    }
}
