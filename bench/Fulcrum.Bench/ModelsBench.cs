using System.Diagnostics;
using System.Text.Json;
using Fulcrum.Workers.Processes;
using Fulcrum.Models.Quantization;
using TorchSharp;

namespace Fulcrum.Bench;

/// <summary>The engine on one GGUF in every precision, beside llama.cpp on the same file in the same run.</summary>
internal static class ModelsBench
{
    /// <summary>Prints tables in Markdown. Every precision is measured in a process of its own.</summary>
    public static async Task Run(string model)
    {
        var (stockBefore, before) = (Gemm.MeasureStock(), Gemm.Measure());
        var threads = torch.get_num_threads();
        var measured = new Dictionary<WeightPrecision, ModelMeasurement>();
        foreach (var precision in Enum.GetValues<WeightPrecision>()) measured[precision] = await Measure(model, precision);
        var llama = LlamaCpp.Measure(model, threads);
        var (stockAfter, after) = (Gemm.MeasureStock(), Gemm.Measure());

        Console.WriteLine($"fp32 GEMM 1024³: {before:0} GFLOP/s before, {after:0} after; of libtorch as it comes {stockBefore:0} and {stockAfter:0}; {threads} threads.");
        Console.WriteLine();
        Console.WriteLine("| tokens per second | fp32 | 8 bits | NF4 | llama.cpp | best / llama.cpp | goal |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Compare($"prefill, 1 × {ModelMeasurement.PromptTokens}", one => one.Prefill, llama.Prefill, "≥ 2.5");
        Compare("decode, 1 text", one => one.Decode, llama.Decode, "≥ 1.0");
        Compare("decode, 8 texts", one => one.BatchDecode, llama.BatchDecode, "–");
        Console.WriteLine();
        Console.WriteLine("| | fp32 | 8 bits | NF4 | goal |");
        Console.WriteLine("|---|---|---|---|---|");
        Row("prefill 8 × 128, part of the GEMM rate", one => one.BatchPrefillGigaflops / Math.Max(before, after), "0.00", "≥ 0.80");
        Row("the same of libtorch's as it comes", one => one.BatchPrefillGigaflops / Math.Max(stockBefore, stockAfter), "0.00", "–");
        Row("8 texts / 1 text", one => one.BatchDecode / one.Decode, "0.0", "≥ 4");
        Row("load, seconds", one => one.LoadSeconds, "0.00", "< 2");
        Row("weights held, MB", one => one.WeightMegabytes, "0", "–");
        Row("peak memory of a process that scores, MB", one => one.PeakMegabytes, "0", "–");
        Console.WriteLine();
        var full = measured[WeightPrecision.Full];
        Console.WriteLine($"Scoring 16 prompts that share 600 of 640 tokens: {full.SharedScoring:0.00} s, without reuse {full.SeparateScoring:0.00} s ({full.SeparateScoring / full.SharedScoring:0.0} ×, goal ≥ 6).");

        void Compare(string name, Func<ModelMeasurement, double> rate, double theirs, string goal) => Console.WriteLine(
            $"| {name} | {string.Join(" | ", measured.Values.Select(one => $"{rate(one):0}"))} | {theirs:0} | {measured.Values.Max(rate) / theirs:0.00} | {goal} |");

        void Row(string name, Func<ModelMeasurement, double> value, string format, string goal) => Console.WriteLine(
            $"| {name} | {string.Join(" | ", measured.Values.Select(one => value(one).ToString(format)))} | {goal} |");
    }

    private static async Task<ModelMeasurement> Measure(string model, WeightPrecision precision)
    {
        // As Fulcrum's own workers are started.
        var command = WorkerStartInfo.ThisProgram("measure", model, $"{precision}");
        var start = new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in command.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"Measuring {precision} failed.");
        return JsonSerializer.Deserialize<ModelMeasurement>(output)!;
    }
}
