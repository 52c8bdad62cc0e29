using System.Numerics.Tensors;

namespace Fulcrum.Models.Generation;

/// <summary>Chooses the next token of one sequence.</summary>
internal sealed class TokenSampler(GenerationSettings settings, int seed)
{
    private readonly Random random = new(seed);

    /// <summary>The token chosen.</summary>
    /// <param name="logits">[V]; overwritten.</param>
    /// <param name="scratch">Room for as many numbers.</param>
    public int Choose(Span<float> logits, Span<float> scratch)
    {
        var temperature = (float)settings.Temperature;
        if (temperature <= 0) return TensorPrimitives.IndexOfMax<float>(logits);

        // Probabilities but for a factor: the most probable token has 1.
        var weights = logits;
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), weights);
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
            weights.CopyTo(scratch);
            smallest = Math.Max(smallest, LargestValues.Threshold(scratch, settings.TopK, double.PositiveInfinity));
        }

        if (settings.TopP < 1)
        {
            var (count, sum) = (0, 0.0);
            foreach (var weight in weights)
            {
                if (!(weight >= smallest)) continue;
                scratch[count++] = weight;
                sum += weight;
            }

            smallest = LargestValues.Threshold(scratch[..count], count, settings.TopP * sum);
        }

        return Math.Max(smallest, (float)settings.MinP);
    }

    /// <summary>A token by its weight. Tokens stand in the order of their ids, so that rounding elsewhere hardly ever changes the choice.</summary>
    private int Draw(ReadOnlySpan<float> weights, float smallest)
    {
        var total = 0.0;
        foreach (var weight in weights) total += weight >= smallest ? weight : 0;
        var target = random.NextDouble() * total;
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
