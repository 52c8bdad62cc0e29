using System.Diagnostics;

namespace Fulcrum.Bench.Verdicts;

/// <summary>Whether intervals hold what they promise, by simulation with fixed seeds. A few minutes on two cores.</summary>
internal static class CoverageStudy
{
    /// <summary>Prints two tables of Markdown: accuracy and macro-F1.</summary>
    /// <returns>Cells outside their bar.</returns>
    public static int Print()
    {
        var watch = Stopwatch.StartNew();
        var outside = AccuracyCoverage.Print();
        Console.WriteLine();
        outside += MacroF1Coverage.Print();
        Console.WriteLine();
        Console.WriteLine($"{outside} cells outside their bar; {watch.Elapsed.TotalSeconds:0} s.");
        return outside;
    }
}
