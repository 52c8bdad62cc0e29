using System.Numerics.Tensors;

namespace Fulcrum.Models.Generation;

/// <summary>Chooses the next token of one sequence.</summary>
internal sealed class TokenSampler(GenerationSettings settings, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Chooses the next token and gives its id.</summary>
    /// <param name="logits">The logits of the next token, [V]; they are overwritten.</param>
    /// <param name="scratch">Room for as many numbers.</param>
    /// <exception cref="InvalidOperationException">The model computed something that is no number.</exception>
    public int Choose(Span<float> logits, Span<float> scratch)
    {
        var best = TensorPrimitives.IndexOfMax<float>(logits);
        if (float.IsNaN(logits[best])) throw new InvalidOperationException("The model's logits are not numbers: its weights, or those of its adapter, are damaged.");
        var temperature = (float)settings.Temperature;
        if (temperature <= 0) return best;

        // Probabilities but for a factor: the most probable token has 1.
        var weights = logits;
        TensorPrimitives.Subtract(logits, logits[best], weights);
        TensorPrimitives.Divide(weights, temperature, weights);
        TensorPrimitives.Exp<float>(weights, weights);
        return Draw(weights, SmallestWeight(weights, scratch));
    }

    /// <summary>The weight below which no token is sampled.</summary>
    private float SmallestWeight(ReadOnlySpan<float> weights, Span<float> scratch)
    {
        var smallest = float.Epsilon;
        if (settings.TopK > 0 && settings.TopK < weights.Length)
        {
            var left = AtLeast(Math.Max(smallest, SmallestMaximum(weights, settings.TopK)), weights, scratch);
            smallest = LargestValues.Threshold(left, settings.TopK, double.PositiveInfinity);
        }

        if (settings.TopP < 1)
        {
            var left = AtLeast(smallest, weights, scratch);
            var sum = TensorPrimitives.Sum<float>(left);
            // What is smaller than this is together less than what top-p leaves out.
            left = AtLeast((float)((1 - settings.TopP) * sum / (2 * left.Length)), left, scratch);
            smallest = LargestValues.Threshold(left, left.Length, settings.TopP * sum);
        }

        return Math.Max(smallest, (float)settings.MinP);
    }

    /// <summary>The smallest of the maxima of so many parts: as many values are not smaller, so no smaller one is among the largest.</summary>
    private static float SmallestMaximum(ReadOnlySpan<float> weights, int parts)
    {
        var length = weights.Length / parts;
        var smallest = float.PositiveInfinity;
        for (var part = 0; part < parts; part++) smallest = Math.Min(smallest, TensorPrimitives.Max(weights.Slice(part * length, length)));
        return smallest;
    }

    private static Span<float> AtLeast(float smallest, ReadOnlySpan<float> weights, Span<float> into)
    {
        var count = 0;
        foreach (var weight in weights)
        {
            if (weight >= smallest) into[count++] = weight;
        }

        return into[..count];
    }

    /// <summary>A token by its weight. Tokens stand in the order of their ids, so that rounding elsewhere hardly ever changes the choice.</summary>
    private int Draw(ReadOnlySpan<float> weights, float smallest)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight >= smallest ? weight : 0;
        var target = _random.NextDouble() * total;
        var last = 0;
        for (var token = 0; token < weights.Length; token++)
        {
            if (!(weights[token] >= smallest)) continue;
            last = token;
            target -= weights[token];
            if (target < 0) return token;
        }

        return last;
    }
}
