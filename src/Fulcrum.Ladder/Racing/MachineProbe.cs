using System.Numerics;
using Fulcrum.Ladder.Artifacts;

namespace Fulcrum.Ladder.Racing;

/// <summary>How quick this machine is, roughly: what the time of a rung is guessed by before any of its trials was run.</summary>
public static class MachineProbe
{
    /// <summary>An accelerator whose speed is not measured here.</summary>
    private const double Accelerator = 20_000;

    /// <summary>What of a processor's peak a model's matrices reach.</summary>
    private const double ShareOfPeak = 0.6;

    private const int Rounds = 200_000;

    /// <summary>Billions of multiplications and additions a second, from some milliseconds of both on one core, times the cores.</summary>
    /// <param name="device">Where models compute; of others than the processor a round figure is taken.</param>
    /// <param name="clock">The clock.</param>
    public static double Gigaflops(string device, TimeProvider clock)
    {
        if (device != Artifact.Processor) return Accelerator;
        Work(Rounds / 10);
        var best = Enumerable.Range(0, 5).Max(_ => Measure(clock));
        return ShareOfPeak * best * Environment.ProcessorCount;
    }

    private static double Measure(TimeProvider clock)
    {
        var start = clock.GetTimestamp();
        Work(Rounds);
        var seconds = clock.GetElapsedTime(start).TotalSeconds;
        // Eight sums, each a multiplication and an addition for every number of a vector.
        return seconds > 0 ? 8.0 * 2 * Vector<float>.Count * Rounds / seconds / 1e9 : 50;
    }

    private static float Work(int rounds)
    {
        Vector<float> a = new(1.01f), b = new(0.5f), c = new(0.25f), d = new(2f), e = new(3f), f = new(4f), g = new(5f), h = new(6f);
        Vector<float> x = new(0.999f), y = new(0.001f);
        for (var round = 0; round < rounds; round++)
        {
            a = Vector.FusedMultiplyAdd(a, x, y);
            b = Vector.FusedMultiplyAdd(b, x, y);
            c = Vector.FusedMultiplyAdd(c, x, y);
            d = Vector.FusedMultiplyAdd(d, x, y);
            e = Vector.FusedMultiplyAdd(e, x, y);
            f = Vector.FusedMultiplyAdd(f, x, y);
            g = Vector.FusedMultiplyAdd(g, x, y);
            h = Vector.FusedMultiplyAdd(h, x, y);
        }

        return Vector.Sum(a + b + c + d + e + f + g + h);
    }
}
