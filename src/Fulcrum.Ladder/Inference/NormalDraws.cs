namespace Fulcrum.Ladder.Inference;

/// <summary>Draws from normal and related distributions by a seeded generator, so that a verdict is the same each time.</summary>
internal sealed class NormalDraws(int seed)
{
    private readonly Random _random = new(seed);
    private double? _spare;

    /// <summary>A standard normal value (Marsaglia's polar method).</summary>
    public double Next()
    {
        if (_spare is { } kept)
        {
            _spare = null;
            return kept;
        }

        while (true)
        {
            var (x, y) = ((2 * _random.NextDouble()) - 1, (2 * _random.NextDouble()) - 1);
            var square = (x * x) + (y * y);
            if (square is 0 or >= 1) continue;
            var scale = Math.Sqrt(-2 * Math.Log(square) / square);
            _spare = y * scale;
            return x * scale;
        }
    }

    /// <summary>Independent standard normal values.</summary>
    public void Fill(Span<double> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = Next();
    }

    /// <summary>
    /// √(ν/χ²ν): what turns a normal value into one of Student's t with ν degrees of freedom. χ² by the cube of Wilson and Hilferty
    /// (1931) for many degrees, as a sum of squares for few.
    /// </summary>
    public double StudentScale(int freedom)
    {
        const int Few = 30;
        double chi;
        if (freedom <= Few)
        {
            chi = 0;
            for (var i = 0; i < freedom; i++) chi += Square(Next());
        }
        else
        {
            var ninth = 2 / (9.0 * freedom);
            chi = freedom * Math.Pow(Math.Max(1e-3, 1 - ninth + (Next() * Math.Sqrt(ninth))), 3);
        }

        return Math.Sqrt(freedom / chi);
    }

    private static double Square(double x) => x * x;
}
