namespace Fulcrum.Bench.Verdicts;

/// <summary>Runs of a simulation side by side, each with a seed of its own.</summary>
internal static class Simulation
{
    public static IReadOnlyList<T> Run<T>(int runs, Func<Random, T> one)
    {
        var results = new T[runs];
        Parallel.For(0, runs, run => results[run] = one(new Random(run)));
        return results;
    }
}
