using System.Numerics.Tensors;

namespace Fulcrum.Models.Generation;

/// <summary>Chooses the next token of one sequence.</summary>
internal sealed class TokenSampler(GenerationSettings settings, int seed)
{
    private readonly Random random = new(seed);

    /// <summary>The token chosen from the logits [V]. Top-k comes before top-p, as in Hugging Face's generation.</summary>
    public int Choose(ReadOnlySpan<float> logits)
    {
        if (settings.Temperature <= 0) return TensorPrimitives.IndexOfMax(logits);

        var probabilities = new float[logits.Length];
        TensorPrimitives.Divide(logits, (float)settings.Temperature, probabilities);
        TensorPrimitives.SoftMax<float>(probabilities, probabilities);
        var tokens = Enumerable.Range(0, logits.Length).ToArray();
        Array.Sort(probabilities, tokens, Comparer<float>.Create((a, b) => b.CompareTo(a)));

        var count = settings.TopK > 0 ? Math.Min(settings.TopK, tokens.Length) : tokens.Length;
        if (settings.TopP < 1) count = Nucleus(probabilities.AsSpan(0, count));
        var target = random.NextDouble() * TensorPrimitives.Sum<float>(probabilities.AsSpan(0, count));
        for (var i = 0; i < count - 1; i++)
        {
            target -= probabilities[i];
            if (target < 0) return tokens[i];
        }

        return tokens[count - 1];
    }

    private int Nucleus(ReadOnlySpan<float> probabilities)
    {
        var target = settings.TopP * TensorPrimitives.Sum(probabilities);
        var count = 0;
        while (count < probabilities.Length && target > 0) target -= probabilities[count++];
        return Math.Max(1, count);
    }
}
