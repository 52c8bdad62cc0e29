using System.Diagnostics;
using System.Globalization;
using Fulcrum.Models.Native;
using static TorchSharp.torch;

namespace Fulcrum.Bench;

/// <summary>How fast this machine multiplies matrices at this moment.</summary>
internal static class Gemm
{
    private const int Size = 1024;

    /// <summary>Products timed: some seconds, since processors are quicker for a moment than for long.</summary>
    private const int Products = 200;

    /// <summary>The same in a process whose libtorch is left as it comes, as Python has it: what times are normalized by.</summary>
    public static double MeasureStock()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["gemm"]) { RedirectStandardOutput = true };
        start.Environment[TorchRuntime.MklVariable] = "stock";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    /// <summary>Median of many products of fp32 matrices of 1024 × 1024 as Fulcrum computes them, in GFLOP/s.</summary>
    public static double Measure()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var (left, right) = (rand(Size, Size), rand(Size, Size));
        for (var i = 0; i < 5; i++) left.mm(right).Dispose();
        var seconds = Enumerable.Range(0, Products).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            left.mm(right).Dispose();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }).Order().ToArray();
        return 2.0 * Size * Size * Size / seconds[seconds.Length / 2] / 1e9;
    }
}
