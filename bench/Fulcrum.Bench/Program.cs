using System.Diagnostics;
using System.Globalization;
using Fulcrum.Bench;
using Fulcrum.Ladder.Runs;

// Runs the Python baseline's work through `fulcrum compare` and prints each rung's machine-normalised cost beside it.
// Usage: dotnet run -c Release --project bench/Fulcrum.Bench -- MODEL [RUNGS], or -- embed FOLDER for the speed of an embedding model.
if (args is ["embed", var embedder]) return EmbeddingSpeed.Run(embedder);
if (args.Length is 0 or > 2)
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Fulcrum.Bench -- MODEL [RUNGS] | embed FOLDER");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var repository = FindRepository();
var rungs = args.Length == 2 ? args[1] : string.Join(',', PythonBaseline.Rungs.Keys);
var folder = Path.Combine("runs", $"bench-{DateTime.UtcNow:yyyyMMdd-HHmmss}");
var before = Gemm.Measure();
using (var compare = Process.Start(
    "dotnet",
    [
        "run", "-c", "Release", "--project", Path.Combine(repository, "src", "Fulcrum.Cli"), "--", "compare",
        Path.Combine(repository, "bench", "sms-spam.yaml"), "--model", args[0], "--rungs", rungs,
        "--train", "256", "--test", "500", "--output", folder,
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

if (args.Length == 1)
{
    var ratio = total * gigaflops / (PythonBaseline.WholeLadderSeconds * PythonBaseline.GemmGigaflops);
    Console.WriteLine($"| whole ladder | | | {total:0.0} | {PythonBaseline.WholeLadderSeconds} | | {ratio:0.000} | ≤ 0.22 |");
}

return 0;

static string FindRepository()
{
    for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        if (File.Exists(Path.Combine(folder.FullName, "Fulcrum.slnx"))) return folder.FullName;
    throw new InvalidOperationException("Fulcrum.slnx not found above " + AppContext.BaseDirectory);
}
