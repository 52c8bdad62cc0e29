namespace Fulcrum.Bench.Verdicts;

/// <summary>Draws from the standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>One value, by the polar method (Marsaglia and Bray 1964).</summary>
    public static double Next(Random random)
    {
        while (true)
        {
            var (u, v) = ((2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1);
            var square = (u * u) + (v * v);
            if (square is > 0 and < 1) return u * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }
}
