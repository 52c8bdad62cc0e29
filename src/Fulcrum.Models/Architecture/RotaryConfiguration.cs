namespace Fulcrum.Models.Architecture;

/// <summary>Rotary position embedding (RoPE, arXiv:2104.09864): how fast each pair of dimensions turns with the position.</summary>
/// <param name="Theta">The base: pair i of a head of size d turns by theta^(-2i/d) per position before scaling.</param>
/// <param name="Divisors">Divides each pair's frequency, to stretch the context; null for none. As many as half the head's size.</param>
public sealed record RotaryConfiguration(double Theta, IReadOnlyList<double>? Divisors = null)
{
    /// <summary>Whether all frequencies are divided alike, if at all.</summary>
    internal bool IsLinear => Divisors is null || Divisors.All(divisor => divisor.Equals(Divisors[0]));

    /// <summary>The unscaled frequencies of a head of this size.</summary>
    internal static IEnumerable<double> Frequencies(double theta, int headSize) =>
        Enumerable.Range(0, headSize / 2).Select(pair => Math.Pow(theta, -2.0 * pair / headSize));

    /// <summary>Linear scaling (position interpolation, arXiv:2306.15595).</summary>
    internal static RotaryConfiguration Linear(double theta, int headSize, double factor) =>
        new(theta, [.. Enumerable.Repeat(factor, headSize / 2)]);

    /// <summary>Llama 3's scaling: slow pairs are divided by the factor, fast ones kept, those between blended.</summary>
    internal static RotaryConfiguration Llama3(
        double theta, int headSize, double factor, double lowFrequencyFactor, double highFrequencyFactor, double originalContext)
    {
        return new RotaryConfiguration(theta, [.. Frequencies(theta, headSize).Select(Divisor)]);

        double Divisor(double frequency)
        {
            var turns = originalContext * frequency / (2 * Math.PI);
            var kept = Math.Clamp((turns - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor), 0, 1);
            return 1 / ((1 - kept) / factor + kept);
        }
    }
}
